package io.strongroom.sandbox;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An answer that no provider decided: what a fault sends in its place. */
public record CannedReply(int status, Map<String, String> headers, String body) {
  private static final String JSON = "application/json";

  static final CannedReply NONE = new CannedReply(200, Map.of(), "");
  static final CannedReply GARBAGE = json(200, "{\"access_token\": \u0001<html>");

  /** Relative to the token endpoint, so it leads to where the simulator counts. */
  static final CannedReply REDIRECT = new CannedReply(302, Map.of("Location", "redirected"), "");

  static CannedReply json(int status, String body) {
    return new CannedReply(status, Map.of("Content-Type", JSON), body);
  }

  /** {@code code} goes into the JSON as it is: the edge that reads it forbids quotes. */
  static CannedReply error(int status, Optional<String> code) {
    return code.map(error -> json(status, "{\"error\":\"" + error + "\"}"))
        .orElseGet(() -> new CannedReply(status, Map.of(), ""));
  }

  /** Would be a token answer if a client read that much: only its bound saves it. */
  static CannedReply oversized(int bytes) {
    String head = "{\"token_type\":\"bearer\",\"access_token\":\"";
    String tail = "\"}";
    return json(200, head + "x".repeat(bytes - head.length() - tail.length()) + tail);
  }

  CannedReply retryAfter(String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put("Retry-After", value);
    return new CannedReply(status, Map.copyOf(more), body);
  }
}
