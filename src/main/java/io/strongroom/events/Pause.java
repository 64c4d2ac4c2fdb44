package io.strongroom.events;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How long a receiver that has failed is left alone: doubling, with jitter, up to a bound. */
final class Pause {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  /** No pause is longer or shorter than planned by more than this share. */
  private static final double JITTER = 0.2;

  private final RandomGenerator random;

  Pause(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @param failures before this one, in a row
   * @param asked what the receiver asks for; it is never disturbed earlier
   */
  Duration after(int failures, @Nullable Duration asked) {
    Duration pause = FIRST;
    for (int i = 0; i < failures && pause.compareTo(LONGEST) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    Duration own = jittered(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
    return asked != null && asked.compareTo(own) > 0 ? asked : own;
  }

  private Duration jittered(Duration pause) {
    double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofMillis((long) (pause.toMillis() * factor));
  }
}
