package io.strongroom.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Calls that were counted in a block are admitted once, in their window, or given back. */
class AllowanceTest {
  private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final Allowance allowance = new Allowance(10_000, 0);

  private static Allowance.Block block(int hour, long used, long calls) {
    Instant start = START.plus(Duration.ofHours(hour));
    return new Allowance.Block(start, start.plus(Duration.ofHours(1)), used, calls);
  }

  @Test
  void noneIsThereBeforeTheFirstBlock() {
    assertNull(allowance.take(0));
    assertNull(allowance.empty());
  }

  @Test
  void eachCallOfABlockIsTakenOnce() {
    assertTrue(allowance.add(block(0, 103, 3), 0, HOUR, LEASE));
    assertEquals(101, allowance.take(0).used());
    assertEquals(102, allowance.take(0).used());
    assertEquals(103, allowance.take(0).used());
    assertNull(allowance.take(0));
    assertNull(allowance.empty());
  }

  @Test
  void whatIsLeftIsGivenBackOnce() {
    assertTrue(allowance.add(block(0, 16, 16), 0, HOUR, LEASE));
    allowance.take(0);
    assertEquals(15, allowance.empty().calls());
    assertNull(allowance.empty());
    assertNull(allowance.take(0));
  }

  @Test
  void blockIsOverAfterItsLeaseAndAtTheEndOfItsWindow() {
    assertTrue(allowance.add(block(0, 16, 16), 0, HOUR, LEASE));
    assertFalse(allowance.isOver(LEASE.toNanos() - 1));
    assertTrue(allowance.isOver(LEASE.toNanos()));
    assertNotNull(allowance.take(HOUR - 1));
    assertNull(allowance.take(HOUR));
  }

  @Test
  void callsOfOneWindowAreNotAdmittedInTheNext() {
    assertTrue(allowance.add(block(0, 16, 16), 0, HOUR, LEASE));
    assertTrue(allowance.add(block(1, 4, 4), HOUR, 2 * HOUR, LEASE));
    assertEquals(4, allowance.empty().calls());
  }

  @Test
  void callThatWasNotAdmittedIsThereAgainButNotInAnotherWindow() {
    assertTrue(allowance.add(block(0, 16, 16), 0, HOUR, LEASE));
    Window taken = allowance.take(0);
    allowance.giveBack(taken);
    assertEquals(16, allowance.empty().calls());
    assertTrue(allowance.add(block(1, 4, 4), HOUR, 2 * HOUR, LEASE));
    allowance.giveBack(taken);
    assertEquals(4, allowance.empty().calls());
  }

  @Test
  void blocksGrowWhileTheyAreSoonGone() {
    int first = allowance.size();
    assertTrue(allowance.add(block(0, 1, 1), 0, HOUR, LEASE));
    allowance.take(1);
    assertEquals(2 * first, allowance.size());
    assertTrue(allowance.add(block(0, 2, 1), 0, HOUR, LEASE));
    allowance.take(Duration.ofMillis(500).toNanos());
    assertEquals(2 * first, allowance.size());
  }

  @Test
  void blockThatComesTooLateIsNotTaken() {
    allowance.retire();
    assertFalse(allowance.add(block(0, 16, 16), 0, HOUR, LEASE));
    assertNull(allowance.take(0));
  }
}
