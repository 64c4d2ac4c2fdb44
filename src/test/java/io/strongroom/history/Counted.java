package io.strongroom.history;

import java.time.Instant;

/**
 * One call that a limit has decided about. All times are of the clock by which the windows turn.
 *
 * @param granted whether the limit let it through, whatever came of it then
 * @param windowEnds as the answer tells
 */
public record Counted(boolean granted, Instant windowEnds, Instant askedAt, Instant answeredAt) {

  /** From the question to the answer. */
  Times times() {
    return new Times(askedAt, answeredAt);
  }
}
