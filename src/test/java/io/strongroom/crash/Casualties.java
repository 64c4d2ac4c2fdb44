package io.strongroom.crash;

import io.strongroom.crash.AccountState.Fate;
import io.strongroom.history.Seen;
import io.strongroom.sandbox.LoggedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Counts what crashes cost, and keeps the exact history of what they must not cost. */
final class Casualties {
  private final List<String> unexcused = new ArrayList<>();
  private int checked;
  private int inTheWindow;

  /** Judges one account; what is told of a loss has the provider's and the callers' history. */
  Fate add(AccountState state, String when, List<LoggedCall> calls, List<Seen> seen) {
    checked++;
    Fate fate = state.fate();
    if (fate == Fate.LOST_IN_THE_WINDOW) {
      inTheWindow++;
    } else if (fate == Fate.LOST) {
      unexcused.add(
          when + "\n  " + state + "\n  provider:" + lines(calls) + "\n  callers:" + lines(seen));
    }
    return fate;
  }

  private static String lines(List<?> items) {
    return items.stream().map(item -> "\n    " + item).collect(Collectors.joining());
  }

  /** Losses that nothing excuses. */
  List<String> unexcused() {
    return unexcused;
  }

  int inTheWindow() {
    return inTheWindow;
  }

  @Override
  public String toString() {
    return "%d times an account was looked at; lost: %d, and %d in the window"
        .formatted(checked, unexcused.size(), inTheWindow);
  }
}
