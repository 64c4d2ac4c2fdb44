package io.strongroom.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Silence counts from the first sight, and only while this instance hears its database. */
class SilenceTest {
  private static final UUID LOST = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);

  private long seconds;
  private final Silence silence = new Silence(() -> TimeUnit.SECONDS.toNanos(seconds));

  @Test
  void nothingLostIsNoSilence() {
    assertEquals(Duration.ZERO, silence.of(null));
  }

  @Test
  void countsFromTheFirstSightOfEachClaim() {
    assertEquals(Duration.ZERO, silence.of(LOST));
    passHeard(3);
    assertEquals(Duration.ZERO, silence.of(OTHER));
    passHeard(4);
    assertEquals(Duration.ofSeconds(7), silence.of(LOST));
    assertEquals(Duration.ofSeconds(4), silence.of(OTHER));
  }

  @Test
  void lostDatabaseBeginsEveryCountAnew() {
    silence.of(LOST);
    passHeard(7);
    silence.lost();
    assertEquals(Duration.ZERO, silence.of(LOST));
    passHeard(2);
    assertEquals(Duration.ofSeconds(2), silence.of(LOST));
  }

  /** A stalled process notices nothing while it stands still. */
  @Test
  void gapBetweenHeartbeatsBeginsEveryCountAnew() {
    silence.of(LOST);
    passHeard(7);
    seconds += 6;
    assertEquals(Duration.ZERO, silence.of(LOST));
    silence.heard();
    assertEquals(Duration.ZERO, silence.of(LOST));
    passHeard(3);
    assertEquals(Duration.ofSeconds(3), silence.of(LOST));
  }

  @Test
  void gapThatNobodyAskedInBeginsAnewAllTheSame() {
    silence.of(LOST);
    seconds += 6;
    silence.heard();
    assertEquals(Duration.ZERO, silence.of(LOST));
  }

  private void passHeard(int count) {
    for (int i = 0; i < count; i++) {
      seconds++;
      silence.heard();
    }
  }
}
