package io.strongroom.coherence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {
  private static final Instant START = Instant.parse("2030-01-31T12:00:00Z");

  private long nanos = 123_456_789;
  private Instant database = START;
  private final DatabaseClock clock = new DatabaseClock(() -> nanos);

  @BeforeEach
  void learnQuickly() {
    assertFalse(ask(Duration.ofMillis(1), Duration.ofMillis(1)));
  }

  @Test
  void clockThatWasSetIsNoticedAndLearned() {
    pass(Duration.ofMillis(500));
    database = database.plusMillis(300);
    assertFalse(ask(Duration.ofMillis(1), Duration.ofMillis(1)));
    assertEquals(database, clock.now());
    assertTrue(ask(Duration.ofMillis(1), Duration.ofMillis(1)));
  }

  @Test
  void clockThatWasSetBackIsNoticed() {
    pass(Duration.ofMillis(500));
    database = database.minusMillis(300);
    assertFalse(ask(Duration.ofMillis(1), Duration.ofMillis(1)));
  }

  @Test
  void answerThatTookLongDoesNotSpoilWhatQuickOnesSaid() {
    assertTrue(ask(Duration.ZERO, Duration.ofMillis(900)));
    assertEquals(database, clock.now());
    assertTrue(ask(Duration.ofMillis(900), Duration.ZERO));
    assertEquals(database, clock.now());
    assertTrue(ask(Duration.ofMillis(1), Duration.ofMillis(1)));
  }

  @Test
  void clockThatGoesFasterIsFollowed() {
    for (int i = 0; i < 1_000; i++) {
      pass(Duration.ofMillis(500));
      database = database.plusMillis(5);
      assertTrue(ask(Duration.ofMillis(1), Duration.ofMillis(1)));
      assertTrue(Duration.between(clock.now(), database).abs().toMillis() <= 1);
    }
  }

  private boolean ask(Duration there, Duration back) {
    long sent = nanos;
    pass(there);
    Instant told = database;
    pass(back);
    return clock.learn(sent, told);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
    database = database.plus(time);
  }
}
