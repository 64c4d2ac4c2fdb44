package io.strongroom.revocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
  /** In the middle of the jitter. */
  private static final RandomGenerator EVEN = () -> Long.MIN_VALUE;

  @Test
  void pausesDoubleUpToTheirBound() {
    Backoff backoff = new Backoff(EVEN);

    assertEquals(Duration.ofSeconds(1), backoff.ofToken(1));
    assertEquals(Duration.ofSeconds(2), backoff.ofToken(2));
    assertEquals(Duration.ofSeconds(2048), backoff.ofToken(12));
    assertEquals(Duration.ofHours(1), backoff.ofToken(13));
    assertEquals(Duration.ofSeconds(32), backoff.ofLane(6));
    assertEquals(Duration.ofMinutes(1), backoff.ofLane(7));
    assertEquals(Duration.ofMinutes(1), backoff.ofLane(Integer.MAX_VALUE));
  }

  @Test
  void allTriesOfATokenSpanHours() {
    Backoff backoff = new Backoff(EVEN);
    Duration all = Duration.ZERO;
    for (int tries = 1; tries < Backoff.MOST_TRIES; tries++) {
      all = all.plus(backoff.ofToken(tries));
    }

    assertTrue(all.toHours() >= 3 && all.toHours() <= 6, all.toString());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void jitterKeepsWithinItsShare(long seed) {
    Backoff backoff = new Backoff(new Random(seed));
    for (int i = 0; i < 1_000; i++) {
      long millis = backoff.ofToken(4).toMillis();
      assertTrue(millis >= 6_400 && millis <= 9_600, millis + " ms, seed " + seed);
    }
  }
}
