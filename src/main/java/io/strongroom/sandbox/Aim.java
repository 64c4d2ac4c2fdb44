package io.strongroom.sandbox;

import java.util.Optional;

/** Which calls a fault is meant for; an empty filter lets every one through. */
public record Aim(Endpoint endpoint, Optional<String> clientId, Optional<String> uid) {
  /** All calls of one endpoint. */
  public static Aim at(Endpoint endpoint) {
    return new Aim(endpoint, Optional.empty(), Optional.empty());
  }

  public Aim ofUid(String one) {
    return new Aim(endpoint, clientId, Optional.of(one));
  }

  public Aim ofClient(String one) {
    return new Aim(endpoint, Optional.of(one), uid);
  }

  boolean hits(CallKey call) {
    return call.endpoint() == endpoint
        && clientId.map(call.clientId()::equals).orElse(true)
        && uid.map(call.uid()::equals).orElse(true);
  }
}
