package io.strongroom.http;

import io.strongroom.token.Fault;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A fault as problem details (RFC 9457) with the members {@code code} and {@code verdict}. */
public final class Problem {
  public static final String MEDIA_TYPE = "application/problem+json";

  private Problem() {}

  static Response response(Fault fault, String path) {
    Response.ResponseBuilder response =
        Response.status(fault.code().status()).type(MEDIA_TYPE).entity(body(fault, path));
    if (fault.retryAfter() != null) {
      response.header("Retry-After", seconds(fault.retryAfter()));
    }
    return response.build();
  }

  /**
   * @param path the request's path, without its query
   */
  static Map<String, Object> body(Fault fault, String path) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "urn:strongroom:error:" + fault.code().code());
    body.put("title", fault.code().title());
    body.put("status", fault.code().status());
    body.put("detail", fault.detail());
    body.put("instance", path);
    body.put("code", fault.code().code());
    body.put("verdict", fault.code().verdict().code());
    if (fault.retryAfter() != null) {
      body.put("retryAfterSeconds", seconds(fault.retryAfter()));
    }
    body.putAll(fault.members());
    return body;
  }

  /** Whole seconds, never earlier than the time meant. */
  public static long seconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }
}
