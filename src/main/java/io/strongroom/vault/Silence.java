package io.strongroom.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.strongroom.token.Ticks;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How long holders of lost calls have been silent, as this instance has seen it: by its own
 * monotonic clock, from its own first reading of the ended claim.
 *
 * <p>While this instance was without its database, or stood still, a holder may have been so too:
 * then every count begins anew. Written by readers of claims and by the heartbeat; what is lost
 * only makes somebody wait longer.
 */
@Singleton
class Silence {
  private static final int MOST_LOST_CALLS = 100_000;

  /** Between two heartbeats that were answered; more means that something stood still. */
  private static final Duration LONGEST_GAP = Duration.ofSeconds(5);

  private final Ticks ticks;
  private final Cache<UUID, Long> firstSeen =
      Caffeine.newBuilder()
          .maximumSize(MOST_LOST_CALLS)
          .expireAfterAccess(Duration.ofHours(1))
          .build();

  /** By the monotonic clock; guarded by this object. */
  private long heardAt;

  Silence(Ticks ticks) {
    this.ticks = ticks;
    this.heardAt = ticks.nanos();
  }

  /** The time since this claim was first asked about; zero for none. */
  synchronized Duration of(@Nullable UUID lostClaim) {
    if (lostClaim == null) {
      return Duration.ZERO;
    }
    long now = ticks.nanos();
    if (isGap(now)) {
      firstSeen.invalidateAll();
    }
    return Duration.ofNanos(now - firstSeen.get(lostClaim, unseen -> now));
  }

  /** The database has answered. */
  synchronized void heard() {
    long now = ticks.nanos();
    if (isGap(now)) {
      firstSeen.invalidateAll();
    }
    heardAt = now;
  }

  /** The database has not answered. */
  synchronized void lost() {
    firstSeen.invalidateAll();
  }

  private boolean isGap(long now) {
    return now - heardAt > LONGEST_GAP.toNanos();
  }
}
