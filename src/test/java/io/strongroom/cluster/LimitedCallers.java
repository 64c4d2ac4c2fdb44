package io.strongroom.cluster;

import io.strongroom.history.Counted;
import io.strongroom.history.Times;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Callers in closed loops, some at each instance, whose calls are all held to one limit. Who is
 * refused, or reaches nobody, rests for a moment.
 */
final class LimitedCallers implements AutoCloseable {
  private static final Duration REST = Duration.ofMillis(100);
  private static final int STOP_MILLIS = 90_000;

  private final Cluster cluster;
  private final InstantSource clock;
  private final Limited call;
  private final Queue<Counted> calls = new ConcurrentLinkedQueue<>();
  private final Queue<Times> unanswered = new ConcurrentLinkedQueue<>();
  private final Semaphore allowed = new Semaphore(0);
  private final List<ReadWriteLock> open = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /** A call that is held to the limit. */
  interface Limited {
    HttpResponse<String> at(URI instance) throws IOException, InterruptedException;
  }

  /**
   * @param loops of each instance
   * @param clock by which the limit's windows turn
   */
  LimitedCallers(Cluster cluster, int loops, InstantSource clock, Limited call) {
    this.cluster = cluster;
    this.clock = clock;
    this.call = call;
    for (int i = 0; i < Cluster.INSTANCES; i++) {
      open.add(new ReentrantReadWriteLock());
    }
    for (int i = 0; i < loops * Cluster.INSTANCES; i++) {
      int instance = i % Cluster.INSTANCES;
      Thread thread = new Thread(() -> loop(instance), "limited caller");
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /** Nobody asks before; so many calls may be asked altogether, those before included. */
  LimitedCallers ask(int more) {
    allowed.release(more);
    return this;
  }

  LimitedCallers askWithoutEnd() {
    return ask(Integer.MAX_VALUE / 4);
  }

  /** Does something to an instance while nobody asks it, as who takes it out of service first. */
  void without(int instance, Runnable what) {
    open.get(instance).writeLock().lock();
    try {
      what.run();
    } finally {
      open.get(instance).writeLock().unlock();
    }
  }

  private void loop(int instance) {
    while (!closed) {
      allowed.acquireUninterruptibly();
      open.get(instance).readLock().lock();
      boolean granted = false;
      try {
        granted = !closed && ask(cluster.uri(instance));
      } finally {
        open.get(instance).readLock().unlock();
      }
      if (!granted) {
        allowed.release();
        LockSupport.parkNanos(REST.toNanos());
      }
    }
  }

  private boolean ask(URI instance) {
    var askedAt = clock.instant();
    try {
      HttpResponse<String> answer = call.at(instance);
      Times times = new Times(askedAt, clock.instant());
      var decided = LimitHeaders.counted(answer, times);
      decided.ifPresentOrElse(calls::add, () -> unanswered.add(times));
      return decided.filter(Counted::granted).isPresent();
    } catch (ConnectException nobodyThere) {
      return false;
    } catch (IOException gone) {
      unanswered.add(new Times(askedAt, clock.instant()));
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Collection<Counted> calls() {
    return List.copyOf(calls);
  }

  /** When calls were under way of which nobody knows whether they were counted. */
  Collection<Times> unanswered() {
    return List.copyOf(unanswered);
  }

  long granted() {
    return calls.stream().filter(Counted::granted).count();
  }

  @Override
  public void close() {
    closed = true;
    ask(threads.size());
    for (Thread thread : threads) {
      try {
        thread.join(STOP_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
