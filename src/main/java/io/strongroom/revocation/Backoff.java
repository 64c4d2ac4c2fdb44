package io.strongroom.revocation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to rest before asking again: doubling, with jitter, up to a bound. */
final class Backoff {
  /** Tries of one token; with the pauses between them they span about four hours. */
  static final int MOST_TRIES = 16;

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST_FOR_A_TOKEN = Duration.ofHours(1);

  /** An upstream that is down is probed by one token a minute. */
  private static final Duration LONGEST_FOR_A_LANE = Duration.ofMinutes(1);

  /** No pause is longer or shorter than planned by more than this share. */
  private static final double JITTER = 0.2;

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @param tries that were made of the token
   */
  Duration ofToken(int tries) {
    return jittered(doubled(tries, LONGEST_FOR_A_TOKEN));
  }

  /**
   * @param failures rounds in a row in which the upstream was not well
   */
  Duration ofLane(int failures) {
    return jittered(doubled(failures, LONGEST_FOR_A_LANE));
  }

  private static Duration doubled(int times, Duration longest) {
    Duration pause = FIRST;
    for (int i = 1; i < times && pause.compareTo(longest) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longest) < 0 ? pause : longest;
  }

  private Duration jittered(Duration pause) {
    double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofMillis((long) (pause.toMillis() * factor));
  }
}
