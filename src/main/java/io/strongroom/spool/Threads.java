package io.strongroom.spool;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that may wait for the disk, of the spool's own: a disk that hangs must not take those
 * that everybody else's blocking work needs. Their queue needs no bound: there is at most one
 * operation for each place.
 */
final class Threads {
  private final ScheduledExecutorService threads;

  Threads(String name, int count) {
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newScheduledThreadPool(
            count,
            work -> {
              Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
              // The JVM must be able to end while the disk hangs.
              thread.setDaemon(true);
              return thread;
            });
  }

  void execute(Runnable work) {
    threads.execute(work);
  }

  /** Runs work again and again, that long after it has ended. */
  void every(Duration pause, Runnable work) {
    var unused =
        threads.scheduleWithFixedDelay(
            work, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs work once for each subscription; giving up waiting does not stop it. */
  <T> Uni<T> run(Callable<T> work) {
    return backOnCallersContext(
        Uni.createFrom()
            .emitter(
                emitter ->
                    threads.execute(
                        () -> {
                          try {
                            emitter.complete(work.call());
                          } catch (Exception | Error e) {
                            emitter.fail(e);
                          }
                        })));
  }

  /** Whoever waits for work of other threads goes on where they were. */
  static <T> Uni<T> backOnCallersContext(Uni<T> work) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Context caller = Vertx.currentContext();
              return caller == null
                  ? work
                  : work.emitOn(next -> caller.runOnContext(now -> next.run()));
            });
  }

  /** What was begun goes on; nothing new is taken. */
  void stop() {
    threads.shutdown();
  }
}
