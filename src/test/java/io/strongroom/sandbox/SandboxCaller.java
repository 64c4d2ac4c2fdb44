package io.strongroom.sandbox;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls the simulator as a client that nobody here wrote would, and on a bare socket. */
final class SandboxCaller {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  SandboxCaller(URI base) {
    this.base = base;
  }

  HttpResponse<String> form(String path, String body) {
    return sent(formRequest(path, body));
  }

  CompletableFuture<HttpResponse<String>> formLater(String path, String body) {
    return http.sendAsync(formRequest(path, body), BodyHandlers.ofString());
  }

  HttpResponse<String> json(String method, String path, String body) {
    return sent(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  JsonObject get(String path) {
    return new JsonObject(sent(request(path).GET().build()).body());
  }

  HttpResponse<String> delete(String path) {
    return sent(request(path).DELETE().build());
  }

  /** Sends a form on a socket of its own, which the caller reads and closes. */
  Socket rawForm(String path, String body) throws IOException {
    Socket socket = new Socket(base.getHost(), base.getPort());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    String request =
        "POST %s HTTP/1.1\r\nHost: sandbox\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(base.getPath() + path, TestCalls.FORM, body.length(), body);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private HttpRequest formRequest(String path, String body) {
    return request(path)
        .header("Content-Type", TestCalls.FORM)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
  }

  private HttpResponse<String> sent(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
