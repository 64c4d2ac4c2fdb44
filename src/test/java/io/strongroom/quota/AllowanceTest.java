package io.strongroom.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.token.Clocks.Moment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Calls that were counted in a block are admitted once, in their window, or given back. */
class AllowanceTest {
  private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Moment FIRST = new Moment(0, 0);

  private final Allowance allowance = new Allowance(10_000, FIRST);

  private static Allowance.Block block(int hour, long used, long calls) {
    Instant start = START.plus(Duration.ofHours(hour));
    return new Allowance.Block(start, start.plus(Duration.ofHours(1)), used, calls);
  }

  private static Moment after(Duration time) {
    return suspendedAfter(time, Duration.ZERO);
  }

  /** The monotonic clock does not know of the suspension. */
  private static Moment suspendedAfter(Duration time, Duration suspension) {
    return new Moment(time.toNanos(), time.plus(suspension).toMillis());
  }

  @Test
  void noneIsThereBeforeTheFirstBlock() {
    assertNull(allowance.take(FIRST));
    assertNull(allowance.empty());
  }

  @Test
  void eachCallOfABlockIsTakenOnce() {
    assertTrue(allowance.add(block(0, 103, 3), FIRST, HOUR, LEASE));
    assertEquals(101, allowance.take(FIRST).used());
    assertEquals(102, allowance.take(FIRST).used());
    assertEquals(103, allowance.take(FIRST).used());
    assertNull(allowance.take(FIRST));
    assertNull(allowance.empty());
  }

  @Test
  void whatIsLeftIsGivenBackOnce() {
    assertTrue(allowance.add(block(0, 16, 16), FIRST, HOUR, LEASE));
    allowance.take(FIRST);
    assertEquals(15, allowance.empty().calls());
    assertNull(allowance.empty());
    assertNull(allowance.take(FIRST));
  }

  @Test
  void blockIsOverAfterItsLeaseAndAtTheEndOfItsWindow() {
    assertTrue(allowance.add(block(0, 16, 16), FIRST, HOUR, LEASE));
    assertFalse(allowance.isOver(after(LEASE.minusMillis(1))));
    assertTrue(allowance.isOver(after(LEASE)));
    assertNotNull(allowance.take(after(Duration.ofMinutes(58))));
    assertNull(allowance.take(after(HOUR)));
  }

  @Test
  void windowIsOverByWhicheverClockHasGoneFurther() {
    assertTrue(allowance.add(block(0, 16, 16), FIRST, HOUR, LEASE));
    Duration aMinute = Duration.ofMinutes(1);
    assertNull(allowance.take(suspendedAfter(aMinute, HOUR)));
    assertTrue(allowance.isOver(suspendedAfter(Duration.ZERO, LEASE)));
    Moment wallWasSetBack = new Moment(HOUR.toNanos(), aMinute.toMillis());
    assertNull(allowance.take(wallWasSetBack));
    assertNotNull(allowance.take(suspendedAfter(aMinute, aMinute)));
  }

  @Test
  void clockThatIsAPercentSlowAdmitsNothingInTheNextWindow() {
    assertTrue(allowance.add(block(0, 16, 16), FIRST, HOUR, LEASE));
    Duration told = HOUR.multipliedBy(99).dividedBy(100);
    assertNull(allowance.take(after(told)));
  }

  @Test
  void callsOfOneWindowAreNotAdmittedInTheNext() {
    assertTrue(allowance.add(block(0, 16, 16), FIRST, HOUR, LEASE));
    assertTrue(allowance.add(block(1, 4, 4), after(HOUR), HOUR, LEASE));
    assertEquals(4, allowance.empty().calls());
  }

  @Test
  void callThatWasNotAdmittedIsThereAgainButNotInAnotherWindow() {
    assertTrue(allowance.add(block(0, 16, 16), FIRST, HOUR, LEASE));
    Window taken = allowance.take(FIRST);
    allowance.giveBack(taken);
    assertEquals(16, allowance.empty().calls());
    assertTrue(allowance.add(block(1, 4, 4), after(HOUR), HOUR, LEASE));
    allowance.giveBack(taken);
    assertEquals(4, allowance.empty().calls());
  }

  @Test
  void blocksGrowWhileTheyAreSoonGone() {
    int first = allowance.size();
    assertTrue(allowance.add(block(0, 1, 1), FIRST, HOUR, LEASE));
    allowance.take(after(Duration.ofMillis(1)));
    assertEquals(2 * first, allowance.size());
    assertTrue(allowance.add(block(0, 2, 1), FIRST, HOUR, LEASE));
    allowance.take(after(Duration.ofMillis(500)));
    assertEquals(2 * first, allowance.size());
  }

  @Test
  void blockThatComesTooLateIsNotTaken() {
    allowance.retire();
    assertFalse(allowance.add(block(0, 16, 16), FIRST, HOUR, LEASE));
    assertNull(allowance.take(FIRST));
  }
}
