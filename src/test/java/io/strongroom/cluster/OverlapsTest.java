package io.strongroom.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.history.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two calls at once are told, unless a trouble explains them. */
class OverlapsTest {
  private static final Duration LEASE = Duration.ofSeconds(4);

  @Test
  void callsOneAfterTheOtherAreRight() {
    assertEquals(0, violations(List.of(), times(0, 2), times(2, 3)));
  }

  @Test
  void callsAtOnceAreTold() {
    assertEquals(1, violations(List.of(), times(0, 2), times(1, 3)));
  }

  @Test
  void troubleBeforeOrInTheFirstCallExplainsTheSecond() {
    assertEquals(0, violations(List.of(times(-3, -2)), times(0, 5), times(4, 6)));
    assertEquals(0, violations(List.of(times(1, 2)), times(0, 5), times(4, 6)));
  }

  @Test
  void troubleLongBeforeExplainsNothing() {
    assertEquals(1, violations(List.of(times(-9, -8)), times(0, 5), times(4, 6)));
  }

  private static int violations(List<Times> troubles, Times... calls) {
    Overlaps overlaps = new Overlaps();
    for (Times call : calls) {
      overlaps.add("u", call);
    }
    return overlaps.violations(troubles, LEASE).size();
  }

  private static Times times(long from, long until) {
    return new Times(Instant.ofEpochSecond(100 + from), Instant.ofEpochSecond(100 + until));
  }
}
