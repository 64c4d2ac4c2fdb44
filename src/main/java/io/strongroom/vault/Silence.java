package io.strongroom.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.strongroom.token.Ticks;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/**
 * How long senders of lost calls have been silent, as this instance has seen it: by its own
 * monotonic clock, from its own first reading of the ended claim.
 *
 * <p>A sender that was away and renews its lease again is silent no more: it stood still, and may
 * be about to bring what it has. While this instance was without its database, or stood still, a
 * sender may have been so too: then every count begins anew. Written by readers of claims and by
 * the heartbeat; what is lost only makes somebody wait longer.
 */
@Singleton
class Silence {
  private static final int MOST_LOST_CALLS = 100_000;

  /** Between two heartbeats that were answered; more means that something stood still. */
  private static final Duration LONGEST_GAP = Duration.ofSeconds(5);

  private final Ticks ticks;
  private final Cache<UUID, Seen> seen =
      Caffeine.newBuilder()
          .maximumSize(MOST_LOST_CALLS)
          .expireAfterAccess(Duration.ofHours(1))
          .build();

  /**
   * @param since by the monotonic clock
   */
  private record Seen(long since, Senders senders) {}

  /** By the monotonic clock; guarded by this object. */
  private long heardAt;

  Silence(Ticks ticks) {
    this.ticks = ticks;
    this.heardAt = ticks.nanos();
  }

  /**
   * How long those have been silent whose calls are lost, as it stands with them now.
   *
   * @param lastLost the claim of the newest of the calls
   */
  synchronized Duration of(UUID lastLost, Senders senders) {
    long now = ticks.nanos();
    if (isGap(now)) {
      seen.invalidateAll();
    }
    Seen before = seen.getIfPresent(lastLost);
    Seen present =
        before == null || senders.hasReturnedSince(before.senders)
            ? new Seen(now, senders)
            : new Seen(before.since, senders);
    seen.put(lastLost, present);
    return Duration.ofNanos(now - present.since);
  }

  /** The database has answered. */
  synchronized void heard() {
    long now = ticks.nanos();
    if (isGap(now)) {
      seen.invalidateAll();
    }
    heardAt = now;
  }

  /** The database has not answered. */
  synchronized void lost() {
    seen.invalidateAll();
  }

  private boolean isGap(long now) {
    return now - heardAt > LONGEST_GAP.toNanos();
  }
}
