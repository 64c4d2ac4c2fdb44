package io.strongroom.vault;

import io.strongroom.seal.LookupHash;
import io.strongroom.token.SecretText;
import io.strongroom.upstream.Outcome.Granted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client token as it will stand in its slot.
 *
 * @param sameValue whether the slot has this very value already
 * @param refreshAfter a share of its life with jitter: tokens that were issued together are not
 *     renewed together, and a short life has no buffer longer than itself
 */
record NewToken(
    long generation,
    boolean sameValue,
    boolean previouslyDropped,
    String tokenType,
    List<String> scopes,
    Instant issuedAt,
    Instant expiresAt,
    Instant refreshAfter,
    @Nullable Instant quietUntil) {

  static final double LEAST_SHARE = 0.75;
  static final double JITTER_SHARE = 0.15;
  private static final Duration LONGEST_QUIET = Duration.ofSeconds(60);
  private static final String USUAL_TYPE = "Bearer";

  static NewToken of(Attempt attempt, Granted granted, SlotRecord.Before before, LookupHash hash) {
    boolean same = before.holds(hash);
    // Counted from before the request was sent: the provider's own count cannot end earlier.
    Instant start = attempt.startedAt();
    Duration life = Objects.requireNonNullElse(granted.lifetime(), attempt.unsaid().lifetime());
    return new NewToken(
        same ? before.generation() : before.generation() + 1,
        same,
        same ? before.previouslyDropped() : before.isDropped(),
        tokenType(attempt, granted),
        scopes(attempt, granted),
        same ? before.issuedAt() : start,
        start.plus(life),
        start.plusMillis((long) (life.toMillis() * (LEAST_SHARE + JITTER_SHARE * random()))),
        same ? start.plus(shorter(LONGEST_QUIET, life.dividedBy(2))) : null);
  }

  IssuedToken issued(Attempt attempt, SecretText value) {
    return new IssuedToken(
        value,
        tokenType,
        attempt.slot(),
        scopes,
        generation,
        issuedAt,
        expiresAt,
        IssuedToken.Source.UPSTREAM,
        false,
        previouslyDropped);
  }

  private static String tokenType(Attempt attempt, Granted granted) {
    String set = attempt.unsaid().tokenType();
    return set != null ? set : Objects.requireNonNullElse(granted.tokenType(), USUAL_TYPE);
  }

  private static List<String> scopes(Attempt attempt, Granted granted) {
    if (granted.scopes() != null) {
      return granted.scopes();
    }
    return attempt.unsaid().scopes();
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static double random() {
    return ThreadLocalRandom.current().nextDouble();
  }
}
