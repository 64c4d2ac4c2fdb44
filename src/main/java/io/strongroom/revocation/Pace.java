package io.strongroom.revocation;

import io.strongroom.token.Ticks;
import io.strongroom.upstream.RevocationAnswer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How a round goes. Its calls end on several event loops, so both fields are atomic; a call that
 * has begun is never given up.
 */
final class Pace {
  private final Ticks ticks;
  private final long end;
  private final AtomicReference<RevocationAnswer.Later> trouble = new AtomicReference<>();
  private final AtomicBoolean answered = new AtomicBoolean();

  Pace(Ticks ticks, Duration beginWithin) {
    this.ticks = ticks;
    this.end = ticks.nanos() + beginWithin.toNanos();
  }

  void note(RevocationAnswer answer) {
    if (answer instanceof RevocationAnswer.Later later) {
      trouble.set(later);
    } else {
      answered.set(true);
    }
  }

  /** Whether no further call begins: the upstream is not well, or the time is over. */
  boolean isOver() {
    return trouble.get() != null || ticks.nanos() - end > 0;
  }

  /** What the upstream said when it was not well; null where it was. */
  RevocationAnswer.@Nullable Later trouble() {
    return trouble.get();
  }

  /** Rounds in a row in which the upstream was not well, this one included. */
  int failuresAfter(int before) {
    if (trouble.get() == null) {
      return 0;
    }
    return answered.get() ? 1 : before + 1;
  }
}
