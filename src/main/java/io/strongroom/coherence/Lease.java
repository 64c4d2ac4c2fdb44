package io.strongroom.coherence;

import io.strongroom.token.Clocks;
import java.time.Duration;
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

  private final Clocks clocks;
  private volatile Clocks.@Nullable Moment renewedAt;

  Lease(Clocks clocks) {
    this.clocks = clocks;
  }

  /** To be taken before a renewal is sent: from then on the lease counts. */
  Clocks.Moment now() {
    return clocks.now();
  }

  boolean holds() {
    Clocks.Moment from = renewedAt;
    if (from == null) {
      return false;
    }
    Clocks.Moment now = clocks.now();
    return now.nanos() - from.nanos() < TERM && now.apartSince(from) <= MARGIN.toMillis();
  }

  void extend(Clocks.Moment from) {
    renewedAt = from;
  }

  void end() {
    renewedAt = null;
  }
}
