package io.strongroom.service;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Many callers of one tenant's key at once, each on a connection of its own. */
public final class Callers {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** One for all: each call has a connection of its own while it is under way. */
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI service;
  private final String apiKey;

  public Callers(URI service, String apiKey) {
    this.service = service;
    this.apiKey = apiKey;
  }

  /** What a call came to. */
  public record Answer(int status, JsonObject body) {
    public String token() {
      return body.getString("token");
    }

    public long generation() {
      return body.getLong("generation");
    }

    /** Never the token. */
    @Override
    public String toString() {
      return status + " " + body.copy().putNull("token");
    }
  }

  /** One issue call for each uid, all of them under way together. */
  public List<CompletableFuture<Answer>> issue(Stream<String> uids) {
    return uids.map(this::issue).collect(Collectors.toList());
  }

  public CompletableFuture<Answer> issue(String uid) {
    return issueWithin(uid, PATIENCE);
  }

  public CompletableFuture<Answer> issue(String uid, String environment) {
    return post(
        "v1/tokens/issue",
        new JsonObject().put("uid", uid).put("environment", environment),
        PATIENCE);
  }

  /** Issues with a timeout of the caller's own, which then breaks the connection off. */
  public CompletableFuture<Answer> issueWithin(String uid, Duration patience) {
    return post("v1/tokens/issue", new JsonObject().put("uid", uid), patience);
  }

  /** Issues while distrusting the given generation and all before it. */
  public CompletableFuture<Answer> issueNewer(String uid, long generation) {
    return post(
        "v1/tokens/issue",
        new JsonObject().put("uid", uid).put("newerThanGeneration", generation),
        PATIENCE);
  }

  public CompletableFuture<Answer> drop(String token) {
    return post("v1/tokens/drop", new JsonObject().put("token", token), PATIENCE);
  }

  public CompletableFuture<Answer> inspect(String token) {
    return post("v1/tokens/inspect", new JsonObject().put("token", token), PATIENCE);
  }

  private CompletableFuture<Answer> post(String path, JsonObject body, Duration patience) {
    return HTTP.sendAsync(request(path, body.encode(), patience), BodyHandlers.ofString())
        .thenApply(answer -> new Answer(answer.statusCode(), new JsonObject(answer.body())));
  }

  /** One issue call, whose answer is given with its headers. */
  public HttpResponse<String> issueInFull(String uid) throws IOException, InterruptedException {
    String body = new JsonObject().put("uid", uid).encode();
    return HTTP.send(request("v1/tokens/issue", body, PATIENCE), BodyHandlers.ofString());
  }

  private HttpRequest request(String path, String body, Duration patience) {
    return HttpRequest.newBuilder(service.resolve(path))
        .timeout(patience)
        .header("Api-Key", apiKey)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  /** One call of {@code /v2/auth/token}. */
  public HttpResponse<String> authToken() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve("v2/auth/token"))
            .timeout(PATIENCE)
            .header("Api-Key", apiKey)
            .POST(BodyPublishers.noBody())
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  /** Sends an issue call on a socket that the caller of this method may hang up. */
  public Socket issueAndHold(String uid) throws IOException {
    Socket socket = new Socket(service.getHost(), service.getPort());
    String body = body(uid, VaultTenant.ENVIRONMENT);
    String request =
        "POST /v1/tokens/issue HTTP/1.1\r\nHost: vault\r\nApi-Key: %s\r\n"
            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s";
    socket
        .getOutputStream()
        .write(request.formatted(apiKey, body.length(), body).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Waits for all. */
  public static <T> List<T> all(List<CompletableFuture<T>> answers) {
    return answers.stream().map(CompletableFuture::join).collect(Collectors.toList());
  }

  private static String body(String uid, String environment) {
    return new JsonObject().put("uid", uid).put("environment", environment).encode();
  }
}
