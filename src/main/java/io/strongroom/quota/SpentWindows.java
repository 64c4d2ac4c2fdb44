package io.strongroom.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.strongroom.token.Ticks;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Windows whose limit is used up, remembered to their end: refusing costs no query. What is used is
 * never less again, and another limit has an entry of its own, so an entry cannot be wrong.
 */
@Singleton
class SpentWindows {
  private static final int MOST = 100_000;

  /** Forgotten so long before the window's end that no call of the next one is refused. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final Ticks ticks;
  private final Cache<Limited, Spent> spent =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(Duration.ofHours(1)).build();

  SpentWindows(Ticks ticks) {
    this.ticks = ticks;
  }

  /**
   * @param endsAt by the monotonic clock
   */
  private record Spent(Window window, long endsAt) {}

  /** The window, as it is now; null where its limit is not known to be used up. */
  @Nullable Window find(Limited limited) {
    Spent known = spent.getIfPresent(limited);
    if (known == null) {
      return null;
    }
    Duration left = Duration.ofNanos(known.endsAt() - ticks.nanos());
    if (left.compareTo(MARGIN) <= 0) {
      return null;
    }
    Window then = known.window();
    return new Window(then.limit(), then.used(), then.end(), left, false);
  }

  void keep(Limited limited, Window refusing) {
    spent.put(limited, new Spent(refusing, ticks.nanos() + refusing.left().toNanos()));
  }
}
