package io.strongroom.rotation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one step of a rotation. */
sealed interface Advance {

  /** Another step may follow at once, or after a breath that is left to others. */
  record Goes(Rotation rotation, Duration breath) implements Advance {}

  /**
   * It does not go on now.
   *
   * @param why for people; null where nothing is awaited but a moment
   */
  record Waits(@Nullable String why, Duration rest) implements Advance {}

  record Ended() implements Advance {}

  /** How soon what is awaited is looked at again. */
  Duration SOON = Duration.ofMillis(200);

  static Advance to(Rotation rotation) {
    return rotation.stage().isLast() ? new Ended() : new Goes(rotation, Duration.ZERO);
  }

  static Advance waits(String why) {
    return new Waits(why, SOON);
  }
}
