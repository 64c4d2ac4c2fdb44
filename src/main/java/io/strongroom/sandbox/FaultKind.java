package io.strongroom.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can happen to a call; {@link #committed()} says whether the provider decides it first. */
public enum FaultKind {
  /** Waits, then decides and answers, even when the caller has gone: an orphaned request. */
  SLOW(Committed.FIXED_NO),
  /** 429 with {@code Retry-After}. */
  THROTTLE(Committed.NO),
  /** Any 4xx or 5xx, with an OAuth error code or a body of the tester's own. */
  ERROR(Committed.NO),
  /** The connection is reset without an answer. */
  RESET(Committed.NO),
  /** A success that cannot be read. */
  GARBAGE(Committed.NO),
  /** Decides, then resets the connection without an answer. */
  LOST_REPLY(Committed.FIXED_YES),
  /** Decides, then waits with the answer. */
  SLOW_REPLY(Committed.FIXED_YES),
  /** Decides, then cuts the connection in the middle of the answer's body. */
  TRUNCATED(Committed.FIXED_YES),
  /** A well-formed success of 1 MiB. */
  OVERSIZED(Committed.NO),
  /** 302 to a place that counts who follows. */
  REDIRECT(Committed.NO),
  /** Accepts and never answers, for at most five minutes. */
  HANG(Committed.NO);

  /** Whether the provider decides before the fault, and whether the tester may choose that. */
  private enum Committed {
    NO,
    FIXED_NO,
    FIXED_YES
  }

  private final Committed committed;

  FaultKind(Committed committed) {
    this.committed = committed;
  }

  /** The name on the wire. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean committed() {
    return committed == Committed.FIXED_YES;
  }

  boolean mayChooseCommit() {
    return committed == Committed.NO;
  }

  static Optional<FaultKind> labelled(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }
}
