package io.strongroom.upstream;

import static java.time.temporal.ChronoUnit.MILLIS;

import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import io.strongroom.token.FaultCode;
import io.strongroom.token.Verdict;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * What stands before one upstream: so many calls at once, a queue that ends, safe repeats, and a
 * breaker that spares an upstream which is down. The permit of a call is kept until its connection
 * closes.
 */
final class Guard {
  private static final int BREAKER_VOLUME = 20;
  private static final double BREAKER_RATIO = 0.5;
  private static final Duration BREAKER_DELAY = Duration.ofSeconds(2);
  private static final Duration QUEUE_DELAY = Duration.ofSeconds(1);
  private static final int REPEATS = 2;
  private static final int REPEAT_DELAY_MILLIS = 50;
  private static final int REPEAT_JITTER_MILLIS = 40;

  private final TypedGuard<Uni<Outcome>> guard;

  Guard(long number, EnvironmentSettings settings) {
    guard =
        TypedGuard.create(new TypeLiteral<Uni<Outcome>>() {})
            .withDescription("upstream")
            .withBulkhead()
            .limit(Objects.requireNonNull(settings.maxConcurrent()))
            .queueSize(Objects.requireNonNull(settings.queue()))
            .done()
            .withCircuitBreaker()
            .name("upstream-" + number)
            .requestVolumeThreshold(BREAKER_VOLUME)
            .failureRatio(BREAKER_RATIO)
            .delay(BREAKER_DELAY.toMillis(), MILLIS)
            .when(failure -> failure instanceof Ailing)
            .done()
            .withRetry()
            .maxRetries(REPEATS)
            .delay(REPEAT_DELAY_MILLIS, MILLIS)
            .jitter(REPEAT_JITTER_MILLIS, MILLIS)
            .whenException(failure -> failure instanceof Ailing a && a.outcome.repeatable())
            .done()
            .build();
  }

  Uni<Outcome> run(Supplier<Uni<Outcome>> call) {
    return guard
        .get(() -> call.get().invoke(Guard::failIfAiling))
        .onFailure(Ailing.class)
        .recoverWithItem(failure -> failure.outcome)
        .onFailure(BulkheadException.class)
        .recoverWithItem(
            failure -> refused(Verdict.THROTTLED, "too many calls wait for it", QUEUE_DELAY))
        .onFailure(CircuitBreakerOpenException.class)
        .recoverWithItem(
            failure -> refused(Verdict.TRANSIENT, "it has failed too often", BREAKER_DELAY));
  }

  private static void failIfAiling(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed
        && (failed.verdict() == Verdict.TRANSIENT || failed.verdict() == Verdict.UNKNOWN_OUTCOME)) {
      throw new Ailing(failed);
    }
  }

  private static Outcome refused(Verdict verdict, String why, Duration wait) {
    FaultCode code =
        verdict == Verdict.THROTTLED
            ? FaultCode.UPSTREAM_THROTTLED
            : FaultCode.UPSTREAM_UNAVAILABLE;
    return new Outcome.Failed(verdict, code, "the upstream is not asked: " + why, wait, false);
  }

  /** An outcome that says the upstream is not well; a failure only inside the guard. */
  private static final class Ailing extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Outcome.Failed outcome;

    Ailing(Outcome.Failed outcome) {
      super(outcome.detail(), null, false, false);
      this.outcome = outcome;
    }
  }
}
