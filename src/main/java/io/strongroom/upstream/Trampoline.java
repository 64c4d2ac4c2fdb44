package io.strongroom.upstream;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps that bring about further steps one after the other, instead of one upon the other on a
 * stack that would overflow. Each thread has a queue of its own, which is there only while a first
 * step runs.
 */
final class Trampoline {
  private static final ThreadLocal<@Nullable Queue<Runnable>> FOLLOWING = new ThreadLocal<>();

  private Trampoline() {}

  /** Runs the step now, or, if this thread is in a step already, when that has ended. */
  static void run(Runnable step) {
    Queue<Runnable> following = FOLLOWING.get();
    if (following != null) {
      following.add(step);
      return;
    }
    Queue<Runnable> mine = new ArrayDeque<>();
    FOLLOWING.set(mine);
    try {
      for (Runnable next = step; next != null; next = mine.poll()) {
        next.run();
      }
    } finally {
      FOLLOWING.remove();
    }
  }
}
