package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.SecretText;
import io.strongroom.token.TenantId;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Calls through guards, whose outcomes and connections a test has in its hands. */
final class HandledCalls {
  static final Outcome GRANTED = new Outcome.Granted(SecretText.of("t"), null, null, null, null);
  static final TenantId TENANT = new TenantId("tenant01");
  static final Revisions CLIENT = new Revisions(new UUID(2, 2), new UUID(3, 3));

  private static final long PATIENCE_SECONDS = 10;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Connections connections;
  private final Allowance allowance;
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicLong moved = new AtomicLong();
  private volatile Duration eachTakes = Duration.ZERO;

  HandledCalls() {
    this(new Connections(), Allowance.UNLIMITED);
  }

  HandledCalls(Connections connections, Allowance allowance) {
    this.connections = connections;
    this.allowance = allowance;
  }

  /** Calls that were sent, without those that are held. */
  int made() {
    return made.get();
  }

  Connections connections() {
    return connections;
  }

  SimpleMeterRegistry meters() {
    return meters;
  }

  /** Lets this time pass with each call that is sent, without waiting for it. */
  void eachTakes(Duration time) {
    eachTakes = time;
  }

  void pass(Duration time) {
    moved.addAndGet(time.toNanos());
  }

  long nanos() {
    return System.nanoTime() + moved.get();
  }

  Guard guard(int limit, int queue) {
    return guard(TestSettings.with("maxConcurrent", limit, "queue", queue));
  }

  Guard guard(EnvironmentSettings settings) {
    return guard(TENANT, settings);
  }

  Guard guard(TenantId tenant, EnvironmentSettings settings) {
    return new Guard(
        tenant,
        settings,
        allowance,
        connections,
        this::nanos,
        new GuardMeters(meters, tenant, EnvironmentName.DEFAULT));
  }

  /** Answers the attempts in turn, the last of these again and again. */
  Outcome run(Guard guard, Outcome... outcomes) {
    return runBy(guard, TimeUnit.HOURS.toNanos(1), outcomes);
  }

  /** The same, for a call that must begin within this time. */
  Outcome runBy(Guard guard, long nanos, Outcome... outcomes) {
    return start(guard, nanos, outcomes).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  CompletableFuture<Outcome> start(Guard guard, long nanos, Outcome... outcomes) {
    return guard.run(call(nanos, answering(outcomes))).subscribeAsCompletionStage();
  }

  Outcome run(Guard guard, Revisions client, Outcome... outcomes) {
    return done(guard, new GuardedCall(client, false, soon(), answering(outcomes)));
  }

  Outcome repair(Guard guard, Outcome... outcomes) {
    return done(guard, new GuardedCall(CLIENT, true, soon(), answering(outcomes)));
  }

  private static Outcome done(Guard guard, GuardedCall call) {
    return guard
        .run(call)
        .subscribeAsCompletionStage()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private Function<Runnable, Uni<Outcome>> answering(Outcome... outcomes) {
    AtomicInteger attempts = new AtomicInteger();
    return closed -> {
      made.incrementAndGet();
      pass(eachTakes);
      closed.run();
      int attempt = Math.min(attempts.getAndIncrement(), outcomes.length - 1);
      return Uni.createFrom().item(outcomes[attempt]);
    };
  }

  private long soon() {
    return nanos() + TimeUnit.HOURS.toNanos(1);
  }

  GuardedCall call(long nanos, Function<Runnable, Uni<Outcome>> begin) {
    return new GuardedCall(CLIENT, false, nanos() + nanos, begin);
  }

  Held hold(Guard guard) {
    return new Held(guard, false, soon());
  }

  Held holdRepair(Guard guard) {
    return new Held(guard, true, soon());
  }

  static Outcome.Failed refused(Outcome outcome) {
    Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, outcome);
    assertTrue(failed.detail().startsWith("the upstream is not asked: "), failed.detail());
    return failed;
  }

  /** A call that ends when the test says so. */
  static final class Held {
    private final CompletableFuture<Outcome> answer = new CompletableFuture<>();
    private final CompletableFuture<Runnable> begun = new CompletableFuture<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final Cancellable caller;

    private Held(Guard guard, boolean repair, long beginBy) {
      caller =
          guard
              .run(new GuardedCall(CLIENT, repair, beginBy, this::begin))
              .subscribe()
              .with(outcome::complete, outcome::completeExceptionally);
    }

    private Uni<Outcome> begin(Runnable closed) {
      begun.complete(closed);
      return Uni.createFrom().completionStage(answer::copy);
    }

    boolean hasBegun() {
      return begun.isDone();
    }

    Held answer(Outcome given) {
      answer.complete(given);
      return this;
    }

    /** Closes the connection, as soon as there is one. */
    void close() {
      var unused = begun.thenAccept(Runnable::run);
    }

    void hangUp() {
      caller.cancel();
    }

    Outcome outcome() {
      return outcome.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
  }
}
