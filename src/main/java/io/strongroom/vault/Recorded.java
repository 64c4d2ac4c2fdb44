package io.strongroom.vault;

import io.strongroom.token.Fault;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a recorded exchange means for those who wait for it. */
sealed interface Recorded {

  /** The slot has this token now. */
  record Taken(IssuedToken token) implements Recorded {}

  /** The exchange failed. */
  record Failed(Fault fault) implements Recorded {}

  /**
   * There is nothing to hand out here: read the slot again.
   *
   * @param waitedFor a claim of another that ended meanwhile; null where none did
   */
  record ReadAgain(@Nullable UUID waitedFor) implements Recorded {
    static ReadAgain now() {
      return new ReadAgain(null);
    }
  }
}
