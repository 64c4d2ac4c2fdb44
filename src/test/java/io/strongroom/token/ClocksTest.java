package io.strongroom.token;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Time is what the clock says that has gone further. */
class ClocksTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private Duration monotonic = Duration.ofDays(3);
  private Instant wall = Instant.parse("2026-01-01T10:00:00Z");
  private final Clocks clocks = new Clocks(() -> monotonic.toNanos(), () -> wall);
  private final Clocks.Moment before = clocks.now();

  @Test
  void clocksThatGoOnTogetherAgree() {
    pass(SECOND, SECOND);
    assertEquals(SECOND.toNanos(), clocks.now().since(before));
    assertEquals(0, clocks.now().apartSince(before));
  }

  @Test
  void suspensionCounts() {
    pass(SECOND, MINUTE);
    assertEquals(MINUTE.toNanos(), clocks.now().since(before));
    assertEquals(59_000, clocks.now().apartSince(before));
  }

  @Test
  void wallClockThatIsSetBackMakesNothingShorter() {
    pass(SECOND, MINUTE.negated());
    assertEquals(SECOND.toNanos(), clocks.now().since(before));
    assertEquals(61_000, clocks.now().apartSince(before));
  }

  private void pass(Duration onMonotonic, Duration onWall) {
    monotonic = monotonic.plus(onMonotonic);
    wall = wall.plus(onWall);
  }
}
