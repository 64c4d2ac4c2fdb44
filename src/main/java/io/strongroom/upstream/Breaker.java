package io.strongroom.upstream;

import static java.time.temporal.ChronoUnit.MILLIS;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import io.strongroom.token.Ticks;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * Spares an upstream that is down: after half of the last 20 calls have failed nothing is sent for
 * two seconds, then one call at a time, until one succeeds.
 *
 * <p>A call that takes longer than its callers wait counts as failed at that moment, and goes on.
 */
final class Breaker {
  private static final int VOLUME = 20;
  private static final double RATIO = 0.5;
  private static final Duration DELAY = Duration.ofSeconds(2);

  /** Calls that a half-open breaker lets through, all of which must succeed. */
  private static final int PROBES = 1;

  private final TypedGuard<Uni<Outcome>> guard;
  private final Ticks ticks;
  private final AtomicInteger probing = new AtomicInteger();

  /** Written by the library's callbacks, at each change; may lag behind it for a moment. */
  private volatile CircuitBreakerState state = CircuitBreakerState.CLOSED;

  private volatile long openedAt;

  /** Without a name: one would be entered in a register that nothing is ever removed from. */
  Breaker(Ticks ticks) {
    this.ticks = ticks;
    this.guard =
        TypedGuard.create(new TypeLiteral<Uni<Outcome>>() {})
            .withDescription("upstream")
            .withCircuitBreaker()
            .requestVolumeThreshold(VOLUME)
            .failureRatio(RATIO)
            .successThreshold(PROBES)
            .delay(DELAY.toMillis(), MILLIS)
            .when(this::countsAgainstIt)
            .onStateChange(this::turn)
            .done()
            .build();
  }

  /** Runs the call, or fails with {@link NotAsked}. */
  Uni<Outcome> run(Supplier<Uni<Outcome>> call) {
    return guard
        .get(() -> counted(call))
        .onFailure(Ailing.class)
        .recoverWithItem(Ailing::outcome)
        .onFailure(Slow.class)
        .recoverWithUni(Slow::rest)
        .onFailure(CircuitBreakerOpenException.class)
        .transform(open -> refusal().orElseGet(() -> NotAsked.breakerIsOpen(null)));
  }

  private Uni<Outcome> counted(Supplier<Uni<Outcome>> call) {
    boolean probe = state == CircuitBreakerState.HALF_OPEN;
    if (!probe) {
      return Uni.createFrom().deferred(call::get);
    }
    probing.incrementAndGet();
    return Uni.createFrom().deferred(call::get).onTermination().invoke(probing::decrementAndGet);
  }

  /** The call's outcome, or a failure as soon as it is an ailing one or takes too long. */
  static Uni<Outcome> watched(Uni<Outcome> call, Duration patience) {
    CompletableFuture<Outcome> outcome = call.subscribeAsCompletionStage();
    return Uni.createFrom()
        .completionStage(outcome::copy)
        .invoke(Ailing::throwIfAiling)
        .ifNoItem()
        .after(patience)
        .failWith(() -> new Slow(outcome));
  }

  /** The refusal of a call that would begin now. */
  Optional<NotAsked> refusal() {
    return switch (state) {
      case CLOSED -> Optional.empty();
      case HALF_OPEN ->
          probing.get() < PROBES ? Optional.empty() : Optional.of(NotAsked.breakerIsOpen(null));
      case OPEN -> Optional.of(NotAsked.breakerIsOpen(left()));
    };
  }

  private Duration left() {
    Duration left = DELAY.minusNanos(ticks.nanos() - openedAt);
    return left.isNegative() ? Duration.ZERO : left;
  }

  CircuitBreakerState state() {
    return state;
  }

  /**
   * A probe that did not come to be sent proves nothing: the breaker opens again, and another one
   * is tried. While the breaker is closed such a call is no failure.
   */
  private boolean countsAgainstIt(Throwable failure) {
    return failure instanceof Ailing
        || failure instanceof Slow
        || failure instanceof NotAsked && state == CircuitBreakerState.HALF_OPEN;
  }

  private void turn(CircuitBreakerState next) {
    if (next == CircuitBreakerState.OPEN) {
      openedAt = ticks.nanos();
    }
    state = next;
  }

  /** A call whose callers have gone, while it goes on. */
  private static final class Slow extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient CompletableFuture<Outcome> outcome;

    Slow(CompletableFuture<Outcome> outcome) {
      super(null, null, false, false);
      this.outcome = outcome;
    }

    Uni<Outcome> rest() {
      return Uni.createFrom().completionStage(outcome::copy);
    }
  }
}
