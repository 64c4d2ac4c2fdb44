package io.strongroom.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Callers who do the same at the same time, in threads of their own: those that a parallel stream
 * shares may have been left with the class loader of a service that another test had started.
 */
public final class Crowd {
  private static final long PATIENCE_SECONDS = 60;

  private final int callers;

  private Crowd(int callers) {
    this.callers = callers;
  }

  public static Crowd of(int callers) {
    return new Crowd(callers);
  }

  /** Shares works among them: one of them does each number below the count. */
  public void share(int count, IntConsumer work) {
    AtomicInteger next = new AtomicInteger();
    var unused =
        each(
            () -> {
              for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                work.accept(i);
              }
              return next;
            });
  }

  /** Lets each do the work once and returns what all of them got. */
  public <T> List<T> each(Callable<T> work) {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result :
          threads.invokeAll(
              Collections.nCopies(callers, work), PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        results.add(result.get());
      }
      return results;
    } catch (Exception e) {
      throw new IllegalStateException("not every caller was answered", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
