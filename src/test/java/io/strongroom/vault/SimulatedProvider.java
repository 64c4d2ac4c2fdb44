package io.strongroom.vault;

import io.strongroom.simulation.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A provider that rotates master tokens, numbered from zero. One that comes back after it was
 * replaced is refused, and ends the whole family where the provider is strict.
 */
final class SimulatedProvider {
  /** The answer to a master token that is not honoured. */
  static final long REFUSED = -1;

  /** The answer that says nothing: the master token was not looked at. */
  static final long BUSY = -2;

  private static final double SELDOM_BUSY = 0.02;
  private static final double OFTEN_BUSY = 0.4;

  private final Scheduler scheduler;
  private final Duration grace;
  private final boolean strict;
  private final double busy;
  private final List<SimulatedCall> granted = new ArrayList<>();
  private long current;
  private long replacedAt;
  private boolean burnt;

  /**
   * @param grace how long a master token is taken that was replaced, and its successor given again
   * @param oftenBusy whether it turns many calls away without looking at them
   */
  SimulatedProvider(Scheduler scheduler, Duration grace, boolean strict, boolean oftenBusy) {
    this.scheduler = scheduler;
    this.grace = grace;
    this.strict = strict;
    this.busy = oftenBusy ? OFTEN_BUSY : SELDOM_BUSY;
  }

  /** Decides on a call: the master token that is good from now on, or why there is none. */
  long decide(SimulatedCall call) {
    call.decided(scheduler.now());
    if (scheduler.chance(busy)) {
      call.turnedAway();
      return BUSY;
    }
    boolean honoured = honours(call.version()) || !burnt && isInGrace(call.version());
    if (!honoured) {
      burnt |= strict;
      return REFUSED;
    }
    if (call.version() == current) {
      current++;
      replacedAt = scheduler.now();
    }
    granted.add(call);
    return current;
  }

  private boolean isInGrace(long version) {
    return version == current - 1 && scheduler.now() - replacedAt < grace.toNanos();
  }

  boolean honours(long version) {
    return !burnt && version == current;
  }

  /** All calls to which it has given the successor of this master token. */
  List<SimulatedCall> granted(long version) {
    return granted.stream().filter(call -> call.version() == version).toList();
  }
}
