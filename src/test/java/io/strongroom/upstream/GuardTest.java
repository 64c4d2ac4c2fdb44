package io.strongroom.upstream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import io.strongroom.token.FaultCode;
import io.strongroom.token.Verdict;
import io.strongroom.upstream.HandledCalls.Held;
import io.strongroom.upstream.Outcome.Failed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the guard lets through, repeats and spares, with calls that a test answers by hand. */
class GuardTest {
  private static final Outcome GRANTED = HandledCalls.GRANTED;

  private final HandledCalls calls = new HandledCalls();

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void callThatMayHaveBeenActedOnIsNotRepeated(Verdict verdict) {
    Failed failed = failed(verdict, false);
    assertSame(failed, calls.run(calls.guard(50, 10), failed));
    assertEquals(1, calls.made());
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"TERMINAL", "CONFIGURATION", "THROTTLED"})
  void refusalIsNotRepeated(Verdict verdict) {
    calls.run(calls.guard(50, 10), failed(verdict, true));
    assertEquals(1, calls.made());
  }

  @Test
  void safeCallIsRepeatedTwiceAndThenGivenUp() {
    Failed failed = failed(Verdict.TRANSIENT, true);
    assertSame(failed, calls.run(calls.guard(50, 10), failed));
    assertEquals(3, calls.made());
  }

  @Test
  void repeatEndsWithTheFirstSuccess() {
    Guard guard = calls.guard(50, 10);
    assertSame(GRANTED, calls.run(guard, failed(Verdict.TRANSIENT, true), GRANTED));
    assertEquals(2, calls.made());
  }

  @Test
  void callIsNotBegunTooLate() {
    Failed refused = refused(calls.runBy(calls.guard(50, 10), -1, GRANTED));
    assertEquals(FaultCode.UPSTREAM_THROTTLED, refused.code());
    assertEquals(0, calls.made());
  }

  @Test
  void callIsNotRepeatedTooLateAndEndsAsItDidBefore() {
    Failed failed = failed(Verdict.TRANSIENT, true);
    calls.eachTakes(Duration.ofSeconds(2));
    assertSame(failed, calls.runBy(calls.guard(50, 10), 1_000_000_000L, failed));
    assertEquals(1, calls.made());
  }

  @Test
  void callBeyondBulkheadAndQueueIsThrottledAtOnce() {
    Guard guard = calls.guard(2, 1);
    List<Held> held = IntStream.range(0, 3).mapToObj(i -> calls.hold(guard)).toList();
    await().until(() -> held.get(0).hasBegun() && held.get(1).hasBegun());
    assertFalse(held.get(2).hasBegun());
    assertEquals(2, guard.running());
    assertEquals(1, guard.queued());

    Failed refused = refused(calls.run(guard, GRANTED));
    assertEquals(Verdict.THROTTLED, refused.verdict());
    assertEquals(FaultCode.UPSTREAM_THROTTLED, refused.code());
    assertEquals(Duration.ofSeconds(1), refused.retryAfter());
    assertEquals(0, calls.made());

    held.get(0).answer(GRANTED).close();
    await().until(held.get(2)::hasBegun);
    held.forEach(call -> call.answer(GRANTED).close());
    held.forEach(call -> assertSame(GRANTED, call.outcome()));
    await().until(() -> guard.running() == 0);
    assertSame(GRANTED, calls.run(guard, GRANTED));
  }

  @Test
  void callThatWaitsTooLongForItsTurnIsThrottledAndNeverBegins() {
    Guard guard = calls.guard(1, 5);
    Held first = calls.hold(guard);
    await().until(first::hasBegun);
    Failed refused = refused(calls.runBy(guard, Duration.ofMillis(100).toNanos(), GRANTED));
    assertEquals(FaultCode.UPSTREAM_THROTTLED, refused.code());

    first.answer(GRANTED).close();
    Held next = calls.hold(guard);
    await().until(next::hasBegun);
    assertEquals(0, calls.made());
    next.answer(GRANTED).close();
  }

  @Test
  void placesOfCallsThatGaveUpAreFreedHoweverManyThereAre() {
    int many = 10_000;
    Guard guard = calls.guard(1, many);
    Held first = calls.hold(guard);
    await().until(first::hasBegun);
    List<CompletableFuture<Outcome>> waiting =
        IntStream.range(0, many).mapToObj(i -> calls.start(guard, 1_000_000, GRANTED)).toList();
    waiting.forEach(call -> refused(call.orTimeout(10, SECONDS).join()));
    assertEquals(0, guard.queued());

    first.answer(GRANTED).close();
    await().until(() -> calls.run(guard, GRANTED) == GRANTED);
    assertEquals(1, calls.made());
  }

  @Test
  void permitIsKeptUntilTheConnectionCloses() {
    Guard guard = calls.guard(1, 1);
    Held first = calls.hold(guard);
    await().until(first::hasBegun);
    first.answer(GRANTED);
    assertSame(GRANTED, first.outcome());
    Held second = calls.hold(guard);
    refused(calls.run(guard, GRANTED));
    assertFalse(second.hasBegun());
    assertEquals(1, guard.running());

    first.close();
    await().until(second::hasBegun);
    second.answer(GRANTED).close();
  }

  @Test
  void hungUpCallerKeepsThePermitUntilTheConnectionCloses() {
    Guard guard = calls.guard(1, 1);
    Held first = calls.hold(guard);
    await().until(first::hasBegun);
    first.hangUp();
    Held queued = calls.hold(guard);
    refused(calls.run(guard, GRANTED));
    assertFalse(queued.hasBegun());

    first.answer(GRANTED).close();
    await().until(queued::hasBegun);
    queued.answer(GRANTED).close();
    assertSame(GRANTED, queued.outcome());
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"TRANSIENT", "UNKNOWN_OUTCOME"})
  void breakerOpensAndClosesAgain(Verdict verdict) {
    Guard guard = calls.guard(50, 10);
    openBreaker(guard, verdict);
    Failed spared = refused(calls.run(guard, GRANTED));
    assertEquals(Verdict.TRANSIENT, spared.verdict());
    assertEquals(FaultCode.UPSTREAM_UNAVAILABLE, spared.code());
    assertEquals(20, calls.made());
    assertEquals(CircuitBreakerState.OPEN, guard.state());

    await().until(() -> calls.run(guard, GRANTED) == GRANTED);
    assertEquals(CircuitBreakerState.CLOSED, guard.state());
  }

  @Test
  void halfOpenBreakerLetsOneProbeThroughAndOpensAgainWithIt() {
    Guard guard = calls.guard(50, 10);
    openBreaker(guard, Verdict.TRANSIENT);
    await().until(() -> guard.state() == CircuitBreakerState.HALF_OPEN);
    Held probe = calls.hold(guard);
    await().until(probe::hasBegun);
    assertTrue(guard.refusal(HandledCalls.CLIENT).isPresent());
    refused(calls.run(guard, GRANTED));
    assertEquals(20, calls.made());

    probe.answer(failed(Verdict.TRANSIENT, true)).close();
    assertInstanceOf(Failed.class, probe.outcome());
    assertEquals(CircuitBreakerState.OPEN, guard.state());
    await().until(() -> calls.run(guard, GRANTED) == GRANTED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"TERMINAL", "CONFIGURATION", "THROTTLED"})
  void accountsAtFaultDoNotOpenTheBreaker(Verdict verdict) {
    Guard guard = calls.guard(50, 10);
    for (int i = 0; i < 60; i++) {
      calls.run(guard, failed(verdict, false));
    }
    assertSame(GRANTED, calls.run(guard, GRANTED));
  }

  /** Refusals of our own are no sign that the upstream is well. */
  @Test
  void fullQueueDoesNotKeepTheBreakerClosed() {
    Guard guard = calls.guard(20, 1);
    List<Held> held = IntStream.range(0, 21).mapToObj(i -> calls.hold(guard)).toList();
    for (int i = 0; i < 100; i++) {
      refused(calls.run(guard, GRANTED));
    }
    held.forEach(call -> call.answer(failed(Verdict.TRANSIENT, false)).close());
    await().until(() -> guard.state() == CircuitBreakerState.OPEN);
  }

  @Test
  void callThatOutlastsItsCallersCountsAgainstTheUpstreamAndStillBringsItsOutcome() {
    Guard guard = calls.guard(TestSettings.with("maxConcurrent", 20, "timeoutMillis", 100));
    List<Held> held = IntStream.range(0, 20).mapToObj(i -> calls.hold(guard)).toList();
    await().until(() -> guard.state() == CircuitBreakerState.OPEN);
    assertEquals(20, guard.running());

    await().until(() -> guard.state() == CircuitBreakerState.HALF_OPEN);
    Failed refused = refused(calls.run(guard, GRANTED));
    assertEquals(FaultCode.UPSTREAM_UNAVAILABLE, refused.code());
    assertEquals(0, guard.queued());

    held.forEach(call -> call.answer(GRANTED).close());
    held.forEach(call -> assertSame(GRANTED, call.outcome()));
  }

  @Test
  void repairPassesTheBreakerButNotTheBulkhead() {
    Guard guard = calls.guard(1, 1);
    openBreaker(guard, Verdict.TRANSIENT);
    assertSame(GRANTED, calls.repair(guard, GRANTED));

    Held first = calls.holdRepair(guard);
    await().until(first::hasBegun);
    Held second = calls.holdRepair(guard);
    refused(calls.repair(guard, GRANTED));
    assertFalse(second.hasBegun());
    first.answer(GRANTED).close();
    await().until(second::hasBegun);
    second.answer(GRANTED).close();
  }

  @Test
  void repairIsRepeatedWhereItWasNotSent() {
    Guard guard = calls.guard(50, 10);
    assertSame(GRANTED, calls.repair(guard, failed(Verdict.TRANSIENT, true), GRANTED));
    assertEquals(2, calls.made());
  }

  @Test
  void callThatBreaksGivesItsPermitBack() {
    Guard guard = calls.guard(1, 1);
    for (int i = 0; i < 5; i++) {
      CompletableFuture<Outcome> broken =
          guard
              .run(
                  calls.call(
                      Long.MAX_VALUE / 2,
                      closed -> Uni.createFrom().failure(new IllegalStateException("broken"))))
              .subscribeAsCompletionStage();
      assertInstanceOf(
          IllegalStateException.class,
          broken.handle((item, why) -> why).orTimeout(9, SECONDS).join());
    }
    await().until(() -> guard.running() == 0);
    assertEquals(0, calls.connections().open());
    assertSame(GRANTED, calls.run(guard, GRANTED));
  }

  private void openBreaker(Guard guard, Verdict verdict) {
    for (int i = 0; i < 20; i++) {
      calls.run(guard, failed(verdict, false));
    }
    assertEquals(CircuitBreakerState.OPEN, guard.state());
  }

  private static Failed refused(Outcome outcome) {
    return HandledCalls.refused(outcome);
  }

  private static Failed failed(Verdict verdict, boolean repeatable) {
    return new Failed(verdict, FaultCode.UPSTREAM_UNAVAILABLE, "x", null, repeatable);
  }
}
