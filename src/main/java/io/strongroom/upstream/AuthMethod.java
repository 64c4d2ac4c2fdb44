package io.strongroom.upstream;

import io.strongroom.token.InvalidValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** How a client proves who it is (RFC 6749, section 2.3; RFC 7523, section 2.2). */
public enum AuthMethod {
  CLIENT_SECRET_BASIC("client_secret_basic") {
    @Override
    void apply(ClientCredential client, Map<String, String> headers, Form form) {
      // Both are form-encoded before they are joined; many forget it, and a ":" in the id shows it.
      String pair = Form.encode(client.id()) + ":" + Form.encode(client.secret().reveal());
      headers.put(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
    }
  },
  CLIENT_SECRET_POST("client_secret_post") {
    @Override
    void apply(ClientCredential client, Map<String, String> headers, Form form) {
      var unused =
          form.add("client_id", client.id()).add("client_secret", client.secret().reveal());
    }
  },
  PRIVATE_KEY_JWT("private_key_jwt") {
    @Override
    void apply(ClientCredential client, Map<String, String> headers, Form form) {
      // RFC 7521, section 4.2: the id is optional beside an assertion; some providers want it.
      var unused =
          form.add("client_id", client.id())
              .add("client_assertion_type", ClientAssertion.TYPE)
              .add("client_assertion", ClientAssertion.of(client));
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
  abstract void apply(ClientCredential client, Map<String, String> headers, Form form);

  public static AuthMethod of(String wire) {
    for (AuthMethod method : values()) {
      if (method.wire.equals(wire)) {
        return method;
      }
    }
    throw new InvalidValue(
        "authMethod", "must be client_secret_basic, client_secret_post or private_key_jwt");
  }
}
