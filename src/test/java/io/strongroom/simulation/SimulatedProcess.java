package io.strongroom.simulation;

import io.strongroom.token.Clocks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of a simulation, and the clocks of its machine. It may stand still, with its machine or
 * without, and end: what it has to do waits until it goes on, and is lost with it.
 */
public final class SimulatedProcess {
  private final Scheduler scheduler;
  private final double rate;
  private final List<Runnable> waiting = new ArrayList<>();

  /** Until then nothing runs here. */
  private long stoppedUntil;

  /** By so much the monotonic clock is behind because the machine was suspended. */
  private long suspended;

  private boolean ended;

  /**
   * @param rate of its clocks; 1 is true time
   */
  public SimulatedProcess(Scheduler scheduler, double rate) {
    this.scheduler = scheduler;
    this.rate = rate;
  }

  public Clocks clocks() {
    return new Clocks(this::nanos, this::wall);
  }

  /** By the monotonic clock. */
  public long nanos() {
    return (long) (scheduler.now() * rate) - suspended;
  }

  private Instant wall() {
    return Instant.EPOCH.plusNanos((long) (scheduler.now() * rate));
  }

  /** True time that passes while its clocks tell so much. */
  public long trueNanos(long told) {
    return (long) (told / rate);
  }

  /** Nothing runs for a while; the clocks go on. */
  public void stop(long nanos) {
    stoppedUntil = Math.max(stoppedUntil, scheduler.now() + nanos);
    scheduler.after(nanos, this::goOn);
  }

  /** Nothing runs for a while, and the monotonic clock stands still. */
  public void suspend(long nanos) {
    scheduler.after(nanos, () -> suspended += (long) (nanos * rate));
    stop(nanos);
  }

  /** Nothing runs any more. */
  public void end() {
    ended = true;
    waiting.clear();
  }

  public boolean hasEnded() {
    return ended;
  }

  public boolean isStopped() {
    return scheduler.now() < stoppedUntil;
  }

  /** Runs now, or when this process goes on. */
  public void here(Runnable what) {
    if (ended) {
      return;
    }
    if (isStopped()) {
      waiting.add(what);
    } else {
      what.run();
    }
  }

  private void goOn() {
    if (!isStopped()) {
      List<Runnable> now = List.copyOf(waiting);
      waiting.clear();
      now.forEach(this::here);
    }
  }
}
