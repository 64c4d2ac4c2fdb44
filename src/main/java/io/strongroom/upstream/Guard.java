package io.strongroom.upstream;

import static java.time.temporal.ChronoUnit.MILLIS;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import io.strongroom.token.TenantId;
import io.strongroom.token.Ticks;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What stands before one upstream. In the order in which a call meets it: a rest that the upstream
 * asked for, the breaker, the budget; then so many calls at once, and a queue that ends; the bounds
 * of the instance; the charge. What is repeated, and only while the call may still begin, goes
 * through all of it again.
 *
 * <p>The breaker stands inside the bulkhead, so that it hears of calls that were sent and of no
 * others: calls that this side refused would make an ailing upstream look well.
 */
final class Guard {
  private static final int REPEATS = 2;
  private static final int REPEAT_DELAY_MILLIS = 50;
  private static final int REPEAT_JITTER_MILLIS = 40;

  private final TenantId tenant;
  private final Duration patience;
  private final Allowance allowance;
  private final Connections connections;
  private final Ticks ticks;
  private final GuardMeters meters;
  private final Bulkhead bulkhead;
  private final Breaker breaker;
  private final Respites respites;
  private final TypedGuard<Uni<Outcome>> repeats;

  Guard(
      TenantId tenant,
      EnvironmentSettings settings,
      Allowance allowance,
      Connections connections,
      Ticks ticks,
      GuardMeters meters) {
    this.tenant = tenant;
    this.patience = settings.timeout();
    this.allowance = allowance;
    this.connections = connections;
    this.ticks = ticks;
    this.meters = meters;
    this.bulkhead = new Bulkhead(settings);
    this.breaker = new Breaker(ticks);
    this.respites = new Respites(ticks);
    this.repeats =
        TypedGuard.create(new TypeLiteral<Uni<Outcome>>() {})
            .withDescription("upstream")
            .withRetry()
            .maxRetries(REPEATS)
            .delay(REPEAT_DELAY_MILLIS, MILLIS)
            .jitter(REPEAT_JITTER_MILLIS, MILLIS)
            .whenException(failure -> failure instanceof Ailing)
            .done()
            .build();
  }

  /** Makes the call, or says why not; goes on in the context that it was asked in. */
  Uni<Outcome> run(GuardedCall call) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Context caller = Vertx.currentContext();
              Uni<Outcome> outcome = new Attempts(call).outcome();
              return caller == null
                  ? outcome
                  : outcome.emitOn(next -> caller.runOnContext(now -> next.run()));
            });
  }

  /** Why a call of that client would not be let through now, as far as that is known. */
  Optional<NotAsked> refusal(Revisions client) {
    return respites
        .of(client)
        .or(breaker::refusal)
        .or(() -> allowance.spent().map(window -> NotAsked.budgetIsSpent(window.left())))
        .or(this::noRoom);
  }

  /** The same, for a caller that is told so without a call. */
  Optional<Outcome.Failed> refuse(Revisions client) {
    return refusal(client).map(this::counted);
  }

  private Optional<NotAsked> noRoom() {
    if (!bulkhead.isFull()) {
      return connections.has(tenant) ? Optional.empty() : Optional.of(NotAsked.noConnection());
    }
    if (breaker.state() != CircuitBreakerState.CLOSED) {
      // All are waiting for an upstream that is not well: who joins the queue waits for nothing.
      return Optional.of(NotAsked.breakerIsOpen(null));
    }
    return bulkhead.queueIsFull() ? Optional.of(NotAsked.queueIsFull()) : Optional.empty();
  }

  private Outcome.Failed counted(NotAsked refusal) {
    meters.rejected(refusal.reason());
    return refusal.outcome();
  }

  CircuitBreakerState state() {
    return breaker.state();
  }

  int running() {
    return bulkhead.running();
  }

  int queued() {
    return bulkhead.queued();
  }

  /** How long the upstream asked to rest, still; null where it did not. */
  @Nullable Duration rest() {
    return respites.longest();
  }

  /** One call and its repeats. */
  private final class Attempts {
    private final GuardedCall call;

    /** What was heard last: a repeat that is not let through ends with it. */
    private volatile @Nullable Outcome heard;

    Attempts(GuardedCall call) {
      this.call = call;
    }

    Uni<Outcome> outcome() {
      return repeats
          .get(() -> next().invoke(Ailing::throwIfRepeatable))
          .onFailure(Ailing.class)
          .recoverWithItem(Ailing::outcome)
          .onFailure(NotAsked.class)
          .recoverWithItem(this::ended);
    }

    private Outcome ended(NotAsked refusal) {
      Outcome before = heard;
      return before == null ? counted(refusal) : before;
    }

    private Uni<Outcome> next() {
      Optional<NotAsked> refusal = call.repair() ? Optional.empty() : refusal(call.client());
      return refusal.isPresent()
          ? Uni.createFrom().failure(refusal.get())
          : bulkhead.run(Duration.ofNanos(call.beginBy() - ticks.nanos()), this::connect);
    }

    /** The call has a permit, which it keeps until its connection has closed. */
    private Uni<Outcome> connect(Runnable permit) {
      if (!connections.take(tenant)) {
        throw NotAsked.noConnection();
      }
      AtomicBoolean open = new AtomicBoolean(true);
      Runnable closed =
          () -> {
            if (open.compareAndSet(true, false)) {
              connections.giveBack(tenant);
              permit.run();
            }
          };
      Uni<Outcome> outcome =
          call.repair()
              ? send(closed)
              : breaker.run(() -> charge().chain(() -> Breaker.watched(send(closed), patience)));
      return outcome.onFailure().invoke(closed);
    }

    private Uni<Void> charge() {
      return allowance
          .charge()
          .onFailure()
          .transform(failure -> NotAsked.notCharged())
          .invoke(
              charged ->
                  charged
                      .filter(window -> !window.admitted())
                      .ifPresent(
                          window -> {
                            throw NotAsked.budgetIsSpent(window.left());
                          }))
          .replaceWithVoid();
    }

    private Uni<Outcome> send(Runnable closed) {
      return Uni.createFrom()
          .deferred(
              () -> {
                long start = ticks.nanos();
                if (start - call.beginBy() > 0) {
                  throw NotAsked.tooLate();
                }
                return call.begin()
                    .apply(closed)
                    .invoke(outcome -> hear(outcome, ticks.nanos() - start));
              });
    }

    private void hear(Outcome outcome, long nanos) {
      heard = outcome;
      respites.hear(call.client(), outcome);
      meters.called(outcome, nanos);
    }
  }
}
