package io.strongroom.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to happen to the next calls. The oldest fault that is meant for a call takes it; a fault
 * with a number of times is gone after the last. Guarded by this object's monitor.
 */
public final class Faults {
  /** Faults at most: each call looks through them. */
  public static final int FAULTS_MAX = 1_000;

  private final List<Fault> pending = new ArrayList<>();

  /** Adds a fault behind the others; throws {@link LimitReached}. */
  public synchronized void add(Fault fault) {
    if (pending.size() >= FAULTS_MAX) {
      throw new LimitReached(FAULTS_MAX, "faults");
    }
    pending.add(fault);
  }

  /** The fault for a call, used up by one. */
  synchronized Optional<Fault> take(CallKey call) {
    for (int i = 0; i < pending.size(); i++) {
      Fault fault = pending.get(i);
      if (fault.aim().hits(call)) {
        if (fault.times() == 1) {
          pending.remove(i);
        } else if (fault.times() != Fault.UNTIL_CLEARED) {
          pending.set(i, fault.times(fault.times() - 1));
        }
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  /** What is left, oldest first. */
  public synchronized List<Fault> pending() {
    return List.copyOf(pending);
  }

  public synchronized void clear() {
    pending.clear();
  }
}
