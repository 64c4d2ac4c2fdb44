package io.strongroom.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.strongroom.token.Clocks;
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

  private final Clocks clocks;
  private final Cache<Limited, Spent> spent =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(Duration.ofHours(1)).build();

  SpentWindows(Clocks clocks) {
    this.clocks = clocks;
  }

  private record Spent(Window window, Clocks.Moment toldAt) {}

  /** The window, as it is now; null where its limit is not known to be used up. */
  @Nullable Window find(Limited limited) {
    Spent known = spent.getIfPresent(limited);
    if (known == null) {
      return null;
    }
    Window then = known.window();
    Duration left = then.left().minusNanos(clocks.now().since(known.toldAt()));
    if (left.compareTo(MARGIN) <= 0) {
      return null;
    }
    return new Window(then.limit(), then.used(), then.end(), left, false);
  }

  void keep(Limited limited, Window refusing) {
    spent.put(limited, new Spent(refusing, clocks.now()));
  }
}
