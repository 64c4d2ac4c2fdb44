package io.strongroom.cluster;

import io.strongroom.service.Callers;
import io.strongroom.service.Callers.Answer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Callers in closed loops, some at each instance, who fetch tokens of many users. Each answer is
 * compared with what had been dropped, and what generation had been seen, before the call began.
 */
final class Readers implements AutoCloseable {
  private final Map<String, Long> least = new ConcurrentHashMap<>();
  private final Queue<String> stale = new ConcurrentLinkedQueue<>();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong fromMemory = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /**
   * @param instances where to ask
   * @param loops of each instance
   */
  Readers(List<URI> instances, String apiKey, int loops, List<String> uids) {
    for (URI instance : instances) {
      for (int i = 0; i < loops; i++) {
        Callers callers = new Callers(instance, apiKey);
        int first = i * uids.size() / loops;
        Thread thread = new Thread(() -> loop(callers, uids, first), "reader");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
      }
    }
  }

  private void loop(Callers callers, List<String> uids, int first) {
    for (int i = first; !closed; i++) {
      String uid = uids.get(i % uids.size());
      long before = least.getOrDefault(uid, 0L);
      Answer answer = callers.issue(uid).join();
      if (answer.status() == 200) {
        check(uid, before, answer);
      } else if (!closed) {
        stale.add(uid + ": " + answer);
      }
    }
  }

  private void check(String uid, long before, Answer answer) {
    answers.incrementAndGet();
    if (answer.body().getString("source").equals("memory")) {
      fromMemory.incrementAndGet();
    }
    if (answer.generation() < before) {
      stale.add(
          uid + ": generation " + answer.generation() + " after " + before + " was the least");
    }
    atLeast(uid, answer.generation());
  }

  /** Nobody who asks from now on may get an older generation. */
  void atLeast(String uid, long generation) {
    least.merge(uid, generation, Math::max);
  }

  /** What should not have been answered. */
  List<String> stale() {
    return List.copyOf(stale);
  }

  long answers() {
    return answers.get();
  }

  long fromMemory() {
    return fromMemory.get();
  }

  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      try {
        thread.join(10_000);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
