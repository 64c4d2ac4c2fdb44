package io.strongroom.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of asking an upstream to revoke one token. */
public sealed interface RevocationAnswer {

  /** The token is dead there, or was not known. */
  record Revoked() implements RevocationAnswer {}

  /** The upstream cannot revoke tokens of this kind. */
  record NotSupported() implements RevocationAnswer {}

  /** The upstream does not want to; asking again changes nothing. */
  record Refused() implements RevocationAnswer {}

  /**
   * Nobody knows, or not now: ask again.
   *
   * @param reason a word of ours
   * @param retryAfter what the upstream asked to wait, at most an hour; null where it did not
   * @param asked whether a call was made; the guard may have kept it back
   */
  record Later(String reason, @Nullable Duration retryAfter, boolean asked)
      implements RevocationAnswer {}
}
