package io.strongroom.sandbox;

import java.util.Arrays;
import java.util.Optional;

/** What of the provider can be called, each with its name in counters, log and fault filters. */
public enum Endpoint {
  /** RFC 6749 section 3.2. */
  TOKEN("token"),
  /** RFC 7009. */
  REVOKE("revoke"),
  /** Revocation by the parameter {@code access_token}. */
  REVOKE_TOKEN("revoke_token"),
  /** RFC 7662. */
  INTROSPECT("introspect"),
  /** What an Api-Key is and may do. */
  AUTH_TOKEN("auth_token"),
  /** Where the fault {@code redirect} points: a call here is a client that follows redirects. */
  REDIRECTED("redirected");

  private final String label;

  Endpoint(String label) {
    this.label = label;
  }

  /** The name on the wire. */
  public String label() {
    return label;
  }

  static Optional<Endpoint> labelled(String label) {
    return Arrays.stream(values()).filter(endpoint -> endpoint.label.equals(label)).findFirst();
  }
}
