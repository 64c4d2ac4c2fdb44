package io.strongroom.sandbox;

import java.util.Optional;

/**
 * One call of the provider as it came in.
 *
 * @param uri where it went, as the caller wrote it
 * @param authorization the header of that name; of {@link Endpoint#AUTH_TOKEN} the header Api-Key
 */
public record Call(Endpoint endpoint, String uri, Optional<String> authorization, Form form) {
  /** Tells where it went and nothing that it carries. */
  @Override
  public String toString() {
    return "Call[" + endpoint.label() + "]";
  }
}
