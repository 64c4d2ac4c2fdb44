package io.strongroom.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.vault.StoredClaim.Holder;
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
  void countsFromTheFirstSightOfEachClaim() {
    assertEquals(Duration.ZERO, silentOf(LOST));
    passHeard(3);
    assertEquals(Duration.ZERO, silentOf(OTHER));
    passHeard(4);
    assertEquals(Duration.ofSeconds(7), silentOf(LOST));
    assertEquals(Duration.ofSeconds(4), silentOf(OTHER));
  }

  @Test
  void lostDatabaseBeginsEveryCountAnew() {
    silentOf(LOST);
    passHeard(7);
    silence.lost();
    assertEquals(Duration.ZERO, silentOf(LOST));
    passHeard(2);
    assertEquals(Duration.ofSeconds(2), silentOf(LOST));
  }

  /** A stalled process notices nothing while it stands still. */
  @Test
  void gapBetweenHeartbeatsBeginsEveryCountAnew() {
    silentOf(LOST);
    passHeard(7);
    seconds += 6;
    assertEquals(Duration.ZERO, silentOf(LOST));
    silence.heard();
    assertEquals(Duration.ZERO, silentOf(LOST));
    passHeard(3);
    assertEquals(Duration.ofSeconds(3), silentOf(LOST));
  }

  @Test
  void gapThatNobodyAskedInBeginsAnewAllTheSame() {
    silentOf(LOST);
    seconds += 6;
    silence.heard();
    assertEquals(Duration.ZERO, silentOf(LOST));
  }

  @Test
  void holderThatReturnsIsSilentNoMore() {
    assertEquals(Duration.ZERO, silence.of(LOST, Holder.AWAY));
    passHeard(7);
    assertEquals(Duration.ofSeconds(7), silence.of(LOST, Holder.AWAY));
    assertEquals(Duration.ZERO, silence.of(LOST, Holder.ALIVE));
    passHeard(2);
    assertEquals(Duration.ofSeconds(2), silence.of(LOST, Holder.ALIVE));
  }

  @Test
  void holderThatHasEndedStaysSilent() {
    silence.of(LOST, Holder.AWAY);
    passHeard(7);
    assertEquals(Duration.ofSeconds(7), silence.of(LOST, Holder.SETTLED));
  }

  private Duration silentOf(UUID claim) {
    return silence.of(claim, Holder.ALIVE);
  }

  private void passHeard(int count) {
    for (int i = 0; i < count; i++) {
      seconds++;
      silence.heard();
    }
  }
}
