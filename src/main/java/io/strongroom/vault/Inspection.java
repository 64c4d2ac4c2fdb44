package io.strongroom.vault;

import io.strongroom.token.Slot;
import java.time.Instant;
import java.util.List;

/** What a token is. */
public sealed interface Inspection {

  /** Unknown, expired, dropped, revoked or somebody else's: which, is not said. */
  record Inactive() implements Inspection {}

  /** A living token of the caller's tenant. */
  record Active(
      Slot slot, List<String> scopes, long generation, Instant issuedAt, Instant expiresAt)
      implements Inspection {}
}
