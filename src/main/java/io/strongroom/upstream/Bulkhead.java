package io.strongroom.upstream;

import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.jspecify.annotations.Nullable;

/**
 * So many calls to one upstream at once, and a queue that ends, in places and in time.
 *
 * <p>The permit of a call is not given back with its outcome but when its connection has closed: an
 * upstream that answers late, or not at all, is not given more and more connections.
 *
 * <p>A call that has given up waiting keeps its place in the queue until its turn, which then ends
 * at once: places are not freed one by one, and turns that end at once do so one after the other,
 * however many there are.
 */
final class Bulkhead {
  /** On an event loop no timer is shorter. */
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final TypedGuard<Uni<Void>> guard;
  private final int limit;
  private final int queue;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger queued = new AtomicInteger();

  Bulkhead(EnvironmentSettings settings) {
    this.limit = Objects.requireNonNull(settings.maxConcurrent());
    this.queue = Objects.requireNonNull(settings.queue());
    this.guard =
        TypedGuard.create(new TypeLiteral<Uni<Void>>() {})
            .withDescription("upstream")
            .withBulkhead()
            .limit(limit)
            .queueSize(queue)
            .done()
            .build();
  }

  /**
   * Runs the call when it has its turn; fails with {@link NotAsked} where the queue is full or the
   * patience ends.
   *
   * @param call is given what it must run when its connection has closed; a call that fails has
   *     none
   */
  Uni<Outcome> run(Duration patience, Function<Runnable, Uni<Outcome>> call) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Turn turn = new Turn(call);
              turn.enter(patience);
              return Uni.createFrom().completionStage(turn.outcome::copy);
            });
  }

  /** Calls whose connection has not closed. */
  int running() {
    return running.get();
  }

  /** Calls that wait for their turn. */
  int queued() {
    return queued.get();
  }

  boolean isFull() {
    return running.get() >= limit;
  }

  boolean queueIsFull() {
    return queued.get() >= queue;
  }

  /** Where one call is. */
  private enum Stage {
    WAITING,
    RUNNING,
    OVER
  }

  /** One call's turn; whoever moves the stage on does what belongs to that. */
  private final class Turn {
    private final Function<Runnable, Uni<Outcome>> call;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile @Nullable ScheduledFuture<?> end;

    Turn(Function<Runnable, Uni<Outcome>> call) {
      this.call = call;
    }

    void enter(Duration patience) {
      queued.incrementAndGet();
      Trampoline.run(this::queue);
      if (stage.get() == Stage.WAITING) {
        end =
            Infrastructure.getDefaultWorkerPool()
                .schedule(
                    () -> giveUp(NotAsked.tooLate()),
                    Math.max(SHORTEST.toMillis(), patience.toMillis()),
                    TimeUnit.MILLISECONDS);
      }
    }

    private void queue() {
      var unused = guard.get(this::begin).subscribe().with(done -> {}, this::refuse);
    }

    private Uni<Void> begin() {
      if (stage.compareAndSet(Stage.WAITING, Stage.RUNNING)) {
        queued.decrementAndGet();
        running.incrementAndGet();
        stopWaiting();
        var unused =
            Uni.createFrom()
                .deferred(() -> call.apply(this::close))
                .onFailure()
                .invoke(this::close)
                .subscribe()
                .with(outcome::complete, outcome::completeExceptionally);
      } else {
        endTurn();
      }
      return Uni.createFrom().completionStage(closed);
    }

    private void close() {
      if (stage.compareAndSet(Stage.RUNNING, Stage.OVER)) {
        running.decrementAndGet();
        endTurn();
      }
    }

    /** The end of a turn begins the next one, which may end at once and begin the one after it. */
    private void endTurn() {
      Trampoline.run(() -> closed.complete(null));
    }

    private void refuse(Throwable failure) {
      giveUp(failure instanceof BulkheadException ? NotAsked.queueIsFull() : failure);
    }

    private void giveUp(Throwable why) {
      if (stage.compareAndSet(Stage.WAITING, Stage.OVER)) {
        queued.decrementAndGet();
        stopWaiting();
        outcome.completeExceptionally(why);
      }
    }

    private void stopWaiting() {
      ScheduledFuture<?> timer = end;
      if (timer != null) {
        timer.cancel(false);
      }
    }
  }
}
