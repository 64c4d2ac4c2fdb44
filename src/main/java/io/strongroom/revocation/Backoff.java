package io.strongroom.revocation;

import io.strongroom.work.DoublingPause;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to rest before asking again: doubling, with jitter, up to a bound. */
final class Backoff {
  /** Tries of one token; with the pauses between them they span about four hours. */
  static final int MOST_TRIES = 16;

  private static final Duration LONGEST_FOR_A_TOKEN = Duration.ofHours(1);

  /** An upstream that is down is probed by one token a minute. */
  private static final Duration LONGEST_FOR_A_LANE = Duration.ofMinutes(1);

  private final DoublingPause pause;

  Backoff(RandomGenerator random) {
    this.pause = new DoublingPause(random);
  }

  /**
   * @param tries that were made of the token
   */
  Duration ofToken(int tries) {
    return pause.after(tries, LONGEST_FOR_A_TOKEN);
  }

  /**
   * @param failures rounds in a row in which the upstream was not well
   */
  Duration ofLane(int failures) {
    return pause.after(failures, LONGEST_FOR_A_LANE);
  }
}
