package io.strongroom.upstream;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One form post.
 *
 * @param deadline from now to the last byte of the answer
 */
record OutgoingCall(
    Endpoint endpoint, Map<String, String> headers, Buffer body, Duration deadline) {

  /** What every call says; more may be added. */
  static Map<String, String> usualHeaders() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    headers.put("User-Agent", "strongroom");
    return headers;
  }

  /** A call whose body is a form. */
  static OutgoingCall of(
      Endpoint endpoint, Map<String, String> headers, Form form, Duration deadline) {
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    return new OutgoingCall(endpoint, headers, form.encoded(), deadline);
  }
}
