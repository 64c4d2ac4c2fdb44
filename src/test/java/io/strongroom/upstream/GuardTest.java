package io.strongroom.upstream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.strongroom.token.FaultCode;
import io.strongroom.token.SecretText;
import io.strongroom.token.Verdict;
import io.strongroom.upstream.Outcome.Failed;
import io.strongroom.upstream.Outcome.Granted;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the guard lets through, repeats and spares, with calls that a test answers by hand. */
class GuardTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final AtomicLong NUMBERS = new AtomicLong(1_000_000);
  private static final Granted GRANTED = new Granted(SecretText.of("t"), null, null, null, null);

  private final AtomicInteger calls = new AtomicInteger();

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void callThatMayHaveBeenActedOnIsNotRepeated(Verdict verdict) {
    Failed failed = failed(verdict, false);
    assertSame(failed, run(guard(50, 10), failed));
    assertEquals(1, calls.get());
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"TERMINAL", "CONFIGURATION", "THROTTLED"})
  void refusalIsNotRepeated(Verdict verdict) {
    run(guard(50, 10), failed(verdict, true));
    assertEquals(1, calls.get());
  }

  @Test
  void safeCallIsRepeatedTwiceAndThenGivenUp() {
    Failed failed = failed(Verdict.TRANSIENT, true);
    assertSame(failed, run(guard(50, 10), failed));
    assertEquals(3, calls.get());
  }

  @Test
  void repeatEndsWithTheFirstSuccess() {
    Guard guard = guard(50, 10);
    Outcome outcome =
        guard
            .run(
                () ->
                    Uni.createFrom()
                        .item(
                            calls.incrementAndGet() == 2
                                ? GRANTED
                                : failed(Verdict.TRANSIENT, true)))
            .await()
            .atMost(PATIENCE);
    assertSame(GRANTED, outcome);
    assertEquals(2, calls.get());
  }

  @Test
  void callBeyondBulkheadAndQueueIsThrottledAtOnce() {
    Guard guard = guard(2, 1);
    List<UniEmitter<? super Outcome>> open = new CopyOnWriteArrayList<>();
    List<CompletableFuture<Outcome>> waiting = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiting.add(
          guard.run(() -> Uni.createFrom().emitter(open::add)).subscribeAsCompletionStage());
    }
    await().atMost(PATIENCE).until(() -> open.size() == 2);

    Failed refused = assertInstanceOf(Failed.class, run(guard, GRANTED));
    assertEquals(Verdict.THROTTLED, refused.verdict());
    assertEquals(FaultCode.UPSTREAM_THROTTLED, refused.code());
    assertEquals(Duration.ofSeconds(1), refused.retryAfter());
    assertEquals(0, calls.get());

    open.get(0).complete(GRANTED);
    await().atMost(PATIENCE).until(() -> open.size() == 3);
    open.forEach(emitter -> emitter.complete(GRANTED));
    waiting.forEach(call -> assertSame(GRANTED, call.orTimeout(10, SECONDS).join()));
    assertSame(GRANTED, run(guard, GRANTED));
  }

  @Test
  void hungUpCallerKeepsThePermitUntilTheCallEnds() {
    Guard guard = guard(1, 1);
    List<UniEmitter<? super Outcome>> open = new CopyOnWriteArrayList<>();
    var caller =
        guard
            .run(() -> Uni.createFrom().emitter(open::add))
            .subscribe()
            .with(ignored -> {}, ignored -> {});
    await().atMost(PATIENCE).until(() -> open.size() == 1);
    caller.cancel();
    var queued = guard.run(() -> Uni.createFrom().emitter(open::add)).subscribeAsCompletionStage();
    assertInstanceOf(Failed.class, run(guard, GRANTED));
    assertEquals(1, open.size());

    open.get(0).complete(GRANTED);
    await().atMost(PATIENCE).until(() -> open.size() == 2);
    open.get(1).complete(GRANTED);
    assertSame(GRANTED, queued.orTimeout(10, SECONDS).join());
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"TRANSIENT", "UNKNOWN_OUTCOME"})
  void breakerOpensAndClosesAgain(Verdict verdict) {
    Guard guard = guard(50, 10);
    for (int i = 0; i < 20; i++) {
      run(guard, failed(verdict, false));
    }
    Failed spared = assertInstanceOf(Failed.class, run(guard, GRANTED));
    assertEquals(Verdict.TRANSIENT, spared.verdict());
    assertEquals(FaultCode.UPSTREAM_UNAVAILABLE, spared.code());
    assertEquals(20, calls.get());

    await().atMost(PATIENCE).until(() -> run(guard, GRANTED) == GRANTED);
    assertSame(GRANTED, run(guard, GRANTED));
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"TERMINAL", "CONFIGURATION", "THROTTLED"})
  void accountsAtFaultDoNotOpenTheBreaker(Verdict verdict) {
    Guard guard = guard(50, 10);
    for (int i = 0; i < 60; i++) {
      run(guard, failed(verdict, false));
    }
    assertSame(GRANTED, run(guard, GRANTED));
  }

  private Outcome run(Guard guard, Outcome outcome) {
    return guard
        .run(
            () -> {
              calls.incrementAndGet();
              return Uni.createFrom().item(outcome);
            })
        .await()
        .atMost(PATIENCE);
  }

  private static Guard guard(int limit, int queue) {
    return new Guard(
        NUMBERS.incrementAndGet(), TestSettings.with("maxConcurrent", limit, "queue", queue));
  }

  private static Failed failed(Verdict verdict, boolean repeatable) {
    return new Failed(verdict, FaultCode.UPSTREAM_UNAVAILABLE, "x", null, repeatable);
  }
}
