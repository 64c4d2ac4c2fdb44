package io.strongroom.upstream;

import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** How a client proves who it is at the token endpoint (RFC 6749, section 2.3.1). */
public enum AuthMethod {
  CLIENT_SECRET_BASIC("client_secret_basic") {
    @Override
    void apply(String id, SecretText secret, Map<String, String> headers, Form form) {
      // Both are form-encoded before they are joined; many forget it, and a ":" in the id shows it.
      String pair = Form.encode(id) + ":" + Form.encode(secret.reveal());
      headers.put(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
    }
  },
  CLIENT_SECRET_POST("client_secret_post") {
    @Override
    void apply(String id, SecretText secret, Map<String, String> headers, Form form) {
      var unused = form.add("client_id", id).add("client_secret", secret.reveal());
    }
  };

  private final String wire;

  AuthMethod(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }

  /**
   * Puts the client's credential where it belongs: in the headers or in the form, never in both.
   */
  abstract void apply(String id, SecretText secret, Map<String, String> headers, Form form);

  public static AuthMethod of(String wire) {
    for (AuthMethod method : values()) {
      if (method.wire.equals(wire)) {
        return method;
      }
    }
    throw new InvalidValue("authMethod", "must be client_secret_basic or client_secret_post");
  }
}
