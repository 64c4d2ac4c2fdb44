package io.strongroom.inspect;

import io.strongroom.service.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls of the marketplace's method as its generated clients make them: no body, no type. */
final class AuthToken {
  static final String LIMIT = "X-RateLimit-Resource-Limit";
  static final String REMAINING = "X-RateLimit-Resource-Remaining";
  static final String UNTIL = "X-RateLimit-Resource-Until";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private AuthToken() {}

  static HttpResponse<String> call(String key) {
    return call("POST", "/v2/auth/token", key);
  }

  static HttpResponse<String> call(String method, String path, String... keys) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(Service.uri() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, BodyPublishers.noBody());
    for (String key : keys) {
      request.header("Api-Key", key);
    }
    return sent(request.build());
  }

  static HttpResponse<String> sent(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  static String error(String code, String message) {
    return "{\"status\":\"ERROR\",\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}"
        .formatted(code, message);
  }
}
