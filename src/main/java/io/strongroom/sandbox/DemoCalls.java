package io.strongroom.sandbox;

import io.strongroom.token.SecretText;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The demo's own HTTP calls, as the operator. */
final class DemoCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI base;
  private final SecretText operatorKey;

  DemoCalls(URI base, SecretText operatorKey) {
    this.base = base;
    this.operatorKey = operatorKey;
  }

  URI base() {
    return base;
  }

  JsonObject get(String path) throws IOException, InterruptedException {
    return call("GET", path, null, Set.of(200));
  }

  JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
    return call("POST", path, body, Set.of(200, 201));
  }

  void put(String path, JsonObject body) throws IOException, InterruptedException {
    var unused = call("PUT", path, body, Set.of(200, 201, 204));
  }

  /** What is absent is well. */
  void delete(String path) throws IOException, InterruptedException {
    var unused = call("DELETE", path, null, Set.of(204, 404));
  }

  private JsonObject call(
      String method, String path, @Nullable JsonObject body, Set<Integer> expected)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .header("Api-Key", operatorKey.reveal())
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (!expected.contains(response.statusCode())) {
      throw new IOException(
          "The demo's call " + method + " " + path + " got " + response.statusCode());
    }
    return response.body().isEmpty() || response.statusCode() == 404
        ? new JsonObject()
        : new JsonObject(response.body());
  }
}
