package io.strongroom.coherence;

import io.strongroom.token.Ticks;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Until when this instance may answer from memory, by its own monotonic clock.
 *
 * <p>The clock of a suspended machine may stand still; so the lease holds only while the monotonic
 * and the wall clock go on together. Written by {@link Membership}, read by every fetch.
 */
final class Lease {
  /** How long an instance is a member after each renewal. */
  static final Duration LENGTH = Duration.ofSeconds(2);

  /** For clocks that do not go alike. */
  static final Duration MARGIN = Duration.ofMillis(250);

  private static final long TERM = LENGTH.minus(MARGIN).toNanos();

  private final Ticks ticks;
  private final InstantSource wall;
  private volatile @Nullable Moment renewedAt;

  Lease(Ticks ticks, InstantSource wall) {
    this.ticks = ticks;
    this.wall = wall;
  }

  /**
   * A moment, by both clocks.
   *
   * @param nanos by the monotonic clock
   * @param between the wall clock's distance from the monotonic one, in milliseconds
   */
  record Moment(long nanos, long between) {}

  /** To be taken before a renewal is sent: from then on the lease counts. */
  Moment now() {
    return new Moment(ticks.nanos(), between());
  }

  boolean holds() {
    Moment from = renewedAt;
    return from != null
        && ticks.nanos() - from.nanos < TERM
        && Math.abs(between() - from.between) <= MARGIN.toMillis();
  }

  void extend(Moment from) {
    renewedAt = from;
  }

  void end() {
    renewedAt = null;
  }

  private long between() {
    return wall.millis() - ticks.nanos() / 1_000_000;
  }
}
