package io.strongroom.events;

import io.strongroom.work.DoublingPause;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How long a receiver that has failed is left alone: doubling, with jitter, up to a bound. */
final class Pause {
  private static final Duration LONGEST = Duration.ofHours(1);

  private final DoublingPause pause;

  Pause(RandomGenerator random) {
    this.pause = new DoublingPause(random);
  }

  /**
   * @param failures before this one, in a row
   * @param asked what the receiver asks for; it is never disturbed earlier
   */
  Duration after(int failures, @Nullable Duration asked) {
    Duration own = pause.after(failures + 1, LONGEST);
    return asked != null && asked.compareTo(own) > 0 ? asked : own;
  }
}
