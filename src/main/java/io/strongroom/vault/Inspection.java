package io.strongroom.vault;

import io.strongroom.token.Slot;
import io.strongroom.upstream.LiveAnswer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a token is. */
public sealed interface Inspection {

  /** Unknown, expired, dropped, revoked or somebody else's: which, is not said. */
  record Inactive() implements Inspection {}

  /**
   * A living token of the caller's tenant.
   *
   * @param live what the upstream says; null where it was not to be asked
   */
  record Active(
      Slot slot,
      List<String> scopes,
      long generation,
      Instant issuedAt,
      Instant expiresAt,
      @Nullable LiveAnswer live)
      implements Inspection {

    Active with(LiveAnswer answer) {
      return new Active(slot, scopes, generation, issuedAt, expiresAt, answer);
    }
  }
}
