package io.strongroom.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last calls in the order of their decisions. Guarded by the provider's lock. */
final class CallLog {
  /** Lines kept: enough to read one failing test's story, small enough to send in one answer. */
  static final int LINES_MAX = 1_000;

  private final Deque<LoggedCall> lines = new ArrayDeque<>();
  private long sequence;

  long next() {
    return ++sequence;
  }

  void add(LoggedCall line) {
    if (lines.size() == LINES_MAX) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  List<LoggedCall> lines() {
    return List.copyOf(lines);
  }

  void clear() {
    lines.clear();
    sequence = 0;
  }
}
