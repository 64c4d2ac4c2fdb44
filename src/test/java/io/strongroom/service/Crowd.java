package io.strongroom.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Callers who do the same at the same time. */
public final class Crowd {
  private static final long PATIENCE_SECONDS = 60;

  private final int callers;

  private Crowd(int callers) {
    this.callers = callers;
  }

  public static Crowd of(int callers) {
    return new Crowd(callers);
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
