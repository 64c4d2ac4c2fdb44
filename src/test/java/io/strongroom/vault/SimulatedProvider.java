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

  private final Scheduler scheduler;
  private final Duration grace;
  private final boolean strict;
  private final List<SimulatedCall> granted = new ArrayList<>();
  private long current;
  private long replacedAt;
  private boolean burnt;

  /**
   * @param grace how long a master token is taken that was replaced, and its successor given again
   */
  SimulatedProvider(Scheduler scheduler, Duration grace, boolean strict) {
    this.scheduler = scheduler;
    this.grace = grace;
    this.strict = strict;
  }

  /** Decides on a call: the master token that is good from now on, or {@link #REFUSED}. */
  long decide(SimulatedCall call) {
    call.decided(scheduler.now());
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
