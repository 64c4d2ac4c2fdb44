package io.strongroom.vault;

import io.strongroom.seal.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client token that a slot has.
 *
 * @param refreshAfter when a new one is fetched in the background
 * @param quietUntil no exchange before: the provider insists on this value; null where it may be
 */
record HeldToken(
    Sealed sealed,
    String tokenType,
    List<String> scopes,
    Instant issuedAt,
    Instant expiresAt,
    Instant refreshAfter,
    @Nullable Instant quietUntil,
    boolean previouslyDropped) {

  /** A fresh token is good enough for so long, whatever life a caller asks for. */
  private static final Duration FRESH = Duration.ofSeconds(60);

  private static final Duration LEAST_LIFE = Duration.ofSeconds(5);

  /** Whether the token has the life that was asked for, or as much as its provider ever gives. */
  boolean lastsFor(Duration asked, Instant now) {
    Duration left = Duration.between(now, expiresAt);
    if (left.compareTo(asked) >= 0) {
      return true;
    }
    boolean neverLastsSoLong = Duration.between(issuedAt, expiresAt).compareTo(asked) < 0;
    return neverLastsSoLong && isAlive(now) && now.isBefore(issuedAt.plus(FRESH));
  }

  /** Whether it can be used for anything. */
  boolean isAlive(Instant now) {
    return Duration.between(now, expiresAt).compareTo(LEAST_LIFE) >= 0;
  }

  boolean isQuiet(Instant now) {
    return quietUntil != null && now.isBefore(quietUntil) && isAlive(now);
  }

  boolean wantsRefresh(Instant now) {
    return !now.isBefore(refreshAfter) && !isQuiet(now);
  }
}
