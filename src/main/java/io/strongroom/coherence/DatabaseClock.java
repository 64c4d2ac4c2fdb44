package io.strongroom.coherence;

import io.strongroom.token.Ticks;
import java.time.Duration;
import java.time.Instant;

/**
 * The database's clock, as it was learned with the last renewal: by it tokens expire. It may be
 * asked only while the lease holds.
 */
final class DatabaseClock {
  /** More than this says that a clock was set. */
  private static final Duration LONGEST_STEP = Duration.ofMillis(250);

  private final Ticks ticks;

  /** What to add to the monotonic clock, in nanoseconds since the epoch; zero before the first. */
  private volatile long ahead;

  DatabaseClock(Ticks ticks) {
    this.ticks = ticks;
  }

  Instant now() {
    return Instant.EPOCH.plusNanos(ahead + ticks.nanos());
  }

  /**
   * An answer tells between what two times the database's clock is. What was learned before is kept
   * as far as it lies between them: an answer that took long says little, and must not spoil what
   * quick ones have said.
   *
   * @param sent by the monotonic clock, before the database was asked
   * @param told what it said
   * @return whether it agrees with what was learned before
   */
  boolean learn(long sent, Instant told) {
    long earliest = nanos(told) - ticks.nanos();
    long latest = nanos(told) - sent;
    boolean agrees =
        ahead >= earliest - LONGEST_STEP.toNanos() && ahead <= latest + LONGEST_STEP.toNanos();
    ahead =
        agrees ? Math.max(earliest, Math.min(ahead, latest)) : earliest + (latest - earliest) / 2;
    return agrees;
  }

  private static long nanos(Instant time) {
    return Duration.between(Instant.EPOCH, time).toNanos();
  }
}
