package io.strongroom.vault;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Runs work that no caller can cancel: an exchange that is given up after the provider has rotated
 * would lose the account.
 *
 * <p>Each work has a Vert.x context of its own. Its result may be waited for by any number of
 * callers by {@link Joined}; each waits in a subscription of its own, and goes on in its own
 * context.
 */
@Singleton
class Detached {
  private static final Logger LOG = Logger.getLogger(Detached.class);

  /** Priority of what happens at a stop before the work under way is awaited. */
  static final int BEFORE_WORK = 500;

  /** Priority of what happens at a stop when the work under way has ended. */
  static final int AFTER_WORK = 5_000;

  /** How long a stop waits for exchanges that are under way. */
  private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(25);

  private final Vertx vertx;

  /** One party for the service itself, one for each work under way. */
  private final Phaser running = new Phaser(1);

  /** Numbers of works under way, each higher than the one before; under its own monitor. */
  private final TreeSet<Long> underWay = new TreeSet<>();

  private long begun;

  Detached(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Starts the work at once; the future ends with it and must not be completed by others. */
  <T> CompletableFuture<T> run(Supplier<Uni<T>> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    running.register();
    long number = enter();
    Context context =
        Objects.requireNonNull(
            VertxContext.createNewDuplicatedContext(
                ((VertxInternal) vertx).createEventLoopContext()));
    context.runOnContext(
        now ->
            Uni.createFrom()
                .<T>deferred(work::get)
                .onTermination()
                .invoke(() -> leave(number))
                .subscribe()
                .with(done::complete, done::completeExceptionally));
    return done;
  }

  /** The number of the work that has begun last; all that know something older have lower ones. */
  long lastBegun() {
    synchronized (underWay) {
      return begun;
    }
  }

  /** Whether each work up to this number has ended. */
  boolean haveEnded(long upTo) {
    synchronized (underWay) {
      return underWay.isEmpty() || underWay.first() > upTo;
    }
  }

  private long enter() {
    synchronized (underWay) {
      begun++;
      underWay.add(begun);
      return begun;
    }
  }

  private void leave(long number) {
    synchronized (underWay) {
      underWay.remove(number);
    }
    running.arriveAndDeregister();
  }

  void stop(@Observes @Priority(1_000) ShutdownEvent stop) {
    try {
      running.awaitAdvanceInterruptibly(
          running.arriveAndDeregister(), PATIENCE_AT_STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warnf("%d exchanges are still under way", running.getUnarrivedParties());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
