package io.strongroom.upstream;

/** Where and how an environment's upstream revokes tokens. */
public record RevocationTarget(Endpoint endpoint, RevocationStyle style) {

  /** What a token that is recorded for this target is bound to. */
  public String origin() {
    return endpoint.origin();
  }
}
