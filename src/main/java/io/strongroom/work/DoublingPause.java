package io.strongroom.work;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to rest before trying again: a second, doubling, with jitter, up to a bound. */
public final class DoublingPause {
  private static final Duration FIRST = Duration.ofSeconds(1);

  /** No pause is longer or shorter than planned by more than this share. */
  private static final double JITTER = 0.2;

  private final RandomGenerator random;

  public DoublingPause(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @param tries that have failed, the last one included
   */
  public Duration after(int tries, Duration longest) {
    Duration pause = FIRST;
    for (int i = 1; i < tries && pause.compareTo(longest) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return jittered(pause.compareTo(longest) < 0 ? pause : longest);
  }

  private Duration jittered(Duration pause) {
    double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofMillis((long) (pause.toMillis() * factor));
  }
}
