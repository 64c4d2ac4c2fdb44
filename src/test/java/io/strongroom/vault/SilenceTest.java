package io.strongroom.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Silence counts from the first sight, and only while this instance hears its database. */
class SilenceTest {
  private static final UUID LOST = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);
  private static final UUID FIRST = new UUID(1, 1);
  private static final UUID SECOND = new UUID(1, 2);
  private static final Senders ALIVE = new Senders(Set.of(FIRST), Set.of());
  private static final Senders AWAY = new Senders(Set.of(), Set.of(FIRST));

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
  void senderThatReturnsIsSilentNoMore() {
    assertEquals(Duration.ZERO, silence.of(LOST, AWAY));
    passHeard(7);
    assertEquals(Duration.ofSeconds(7), silence.of(LOST, AWAY));
    assertEquals(Duration.ZERO, silence.of(LOST, ALIVE));
    passHeard(2);
    assertEquals(Duration.ofSeconds(2), silence.of(LOST, ALIVE));
  }

  @Test
  void oneOfSeveralThatReturnsIsEnough() {
    Senders both = new Senders(Set.of(), Set.of(FIRST, SECOND));
    assertEquals(Duration.ZERO, silence.of(LOST, both));
    passHeard(7);
    assertEquals(Duration.ofSeconds(7), silence.of(LOST, both));
    assertEquals(Duration.ZERO, silence.of(LOST, new Senders(Set.of(SECOND), Set.of(FIRST))));
  }

  /** One goes away while the other comes back: as many are away as before. */
  @Test
  void sendersAreNotMerelyCounted() {
    silence.of(LOST, new Senders(Set.of(SECOND), Set.of(FIRST)));
    passHeard(7);
    assertEquals(Duration.ZERO, silence.of(LOST, new Senders(Set.of(FIRST), Set.of(SECOND))));
  }

  @Test
  void senderThatGoesAwayStaysSilent() {
    silence.of(LOST, ALIVE);
    passHeard(7);
    assertEquals(Duration.ofSeconds(7), silence.of(LOST, AWAY));
  }

  @Test
  void senderThatHasEndedStaysSilent() {
    silence.of(LOST, AWAY);
    passHeard(7);
    assertEquals(Duration.ofSeconds(7), silence.of(LOST, Senders.SETTLED));
  }

  private Duration silentOf(UUID claim) {
    return silence.of(claim, ALIVE);
  }

  private void passHeard(int count) {
    for (int i = 0; i < count; i++) {
      seconds++;
      silence.heard();
    }
  }
}
