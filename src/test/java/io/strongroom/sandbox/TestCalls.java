package io.strongroom.sandbox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Calls as a test writes them: parameters as name, value, name, value. */
final class TestCalls {
  static final String URI = "https://idp.example.test/called";
  static final String FORM = "application/x-www-form-urlencoded";

  private TestCalls() {}

  static Call refresh(String refreshToken) {
    return token("grant_type", "refresh_token", "refresh_token", refreshToken);
  }

  static Call xToken(String masterToken) {
    return token("grant_type", "x-token", "access_token", masterToken);
  }

  /** A token request by the client "c" with the secret "s". */
  static Call token(String... parameters) {
    return call(Endpoint.TOKEN, parameters);
  }

  static Call call(Endpoint endpoint, String... parameters) {
    return of(endpoint, Optional.empty(), form(parameters) + "&client_id=c&client_secret=s");
  }

  /** What an Api-Key is; absent means none was sent. */
  static Call authToken(Optional<String> apiKey) {
    return of(Endpoint.AUTH_TOKEN, apiKey, "");
  }

  static Call of(Endpoint endpoint, Optional<String> authorization, String body) {
    return new Call(endpoint, URI, authorization, Form.parse(FORM, body));
  }

  static String form(String... parameters) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < parameters.length; i += 2) {
      body.append(i == 0 ? "" : "&").append(encoded(parameters[i]));
      body.append('=').append(encoded(parameters[i + 1]));
    }
    return body.toString();
  }

  static Optional<String> basic(String clientId, String secret) {
    String pair = encoded(clientId) + ":" + encoded(secret);
    byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
