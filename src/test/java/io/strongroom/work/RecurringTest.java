package io.strongroom.work;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One run at a time, whatever becomes of the one before, and none after the stop. */
class RecurringTest {
  private final List<CompletableFuture<Void>> runs = new ArrayList<>();
  private final Recurring work = new Recurring("test", this::run);

  private CompletableFuture<Void> run() {
    CompletableFuture<Void> run = new CompletableFuture<>();
    runs.add(run);
    return run;
  }

  @Test
  void noRunBeginsWhileOneIsUnderWay() {
    work.begin();
    work.begin();
    assertEquals(1, runs.size());
    runs.get(0).complete(null);
    work.begin();
    assertEquals(2, runs.size());
  }

  @Test
  void runThatFailsIsFollowedByTheNext() {
    work.begin();
    runs.get(0).completeExceptionally(new IllegalStateException());
    work.begin();
    assertEquals(2, runs.size());
  }

  @Test
  void runThatCannotBeginIsFollowedByTheNext() {
    AtomicInteger begun = new AtomicInteger();
    Recurring failing =
        new Recurring(
            "test",
            () -> {
              begun.incrementAndGet();
              throw new IllegalStateException();
            });
    failing.begin();
    failing.begin();
    assertEquals(2, begun.get());
  }

  @Test
  void noRunBeginsAfterTheStop() {
    work.begin();
    work.stop();
    runs.get(0).complete(null);
    work.begin();
    assertEquals(1, runs.size());
  }

  @Test
  void runsComeByThemselvesUntilTheStop() {
    AtomicInteger begun = new AtomicInteger();
    Recurring ticking =
        new Recurring("test", () -> CompletableFuture.completedFuture(begun.incrementAndGet()));
    Vertx vertx = Vertx.vertx();
    try {
      ticking.every(Duration.ofMillis(5), vertx);
      await().until(() -> begun.get() > 3);
      ticking.stop();
      int last = begun.get() + 1;
      await().during(Duration.ofMillis(50)).until(() -> begun.get() <= last);
    } finally {
      var unused = vertx.close();
    }
  }
}
