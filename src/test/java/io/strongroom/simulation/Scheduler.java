package io.strongroom.simulation;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What happens when, in one thread and by one seed: the same seed is the same run. Time goes from
 * one event to the next.
 */
public final class Scheduler {
  private static final boolean TRACED = Boolean.getBoolean("simulation.trace");

  private final RandomGenerator random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long next;

  public Scheduler(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Events of one moment come in the order in which they were planned. */
  private record Event(long at, long number, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /** True time since the beginning, in nanoseconds. */
  public long now() {
    return now;
  }

  public RandomGenerator random() {
    return random;
  }

  public boolean chance(double share) {
    return random.nextDouble() < share;
  }

  /** A duration of up to so much, mostly short ones. */
  public long shortly(Duration most) {
    double share = random.nextDouble();
    return (long) (most.toNanos() * share * share * share);
  }

  public void after(long nanos, Runnable what) {
    events.add(new Event(now + nanos, next++, what));
  }

  /** Runs what is planned, and what that plans, until the end. */
  public void run(Duration end) {
    for (Event event = events.poll();
        event != null && event.at <= end.toNanos();
        event = events.poll()) {
      now = event.at;
      event.what.run();
    }
  }

  /** Prints what has happened, with {@code -Dsimulation.trace}. */
  public void trace(String what, Object... arguments) {
    if (TRACED) {
      System.out.printf("%7d ms  %s%n", now / 1_000_000, what.formatted(arguments));
    }
  }

  /** Ends the run with the present event. */
  public void end() {
    events.clear();
  }
}
