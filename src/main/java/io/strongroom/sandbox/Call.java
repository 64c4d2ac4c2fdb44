package io.strongroom.sandbox;

import java.util.Optional;

/**
 * One call of the provider as it came in.
 *
 * @param authorization the header of that name
 */
public record Call(Endpoint endpoint, Optional<String> authorization, Form form) {
  /** Tells where it went and nothing that it carries. */
  @Override
  public String toString() {
    return "Call[" + endpoint.label() + "]";
  }
}
