package io.strongroom.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nearest-rank percentiles. */
class SpreadTest {
  @Test
  void noneIsZero() {
    assertEquals(Duration.ZERO, new Spread().at(0.5));
  }

  @Test
  void shareIsTheNearestRank() {
    Spread spread = new Spread();
    IntStream.rangeClosed(1, 200).forEach(i -> spread.add(Duration.ofMillis(201 - i)));
    assertEquals(Duration.ofMillis(100), spread.at(0.5));
    assertEquals(Duration.ofMillis(198), spread.at(0.99));
    assertEquals(Duration.ofMillis(200), spread.at(1));
  }
}
