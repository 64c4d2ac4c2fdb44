package io.strongroom.quota;

import java.time.Duration;
import java.time.Instant;

/**
 * What one subject has used of one limit in one clock-aligned hour.
 *
 * @param limit calls an hour
 * @param used calls that were admitted, this one included
 * @param end when the hour ends
 * @param left time from now to the end, by the database's clock
 * @param admitted whether this call was
 */
public record Window(long limit, long used, Instant end, Duration left, boolean admitted) {

  public long remaining() {
    return Math.max(0, limit - used);
  }

  /** The one that leaves less to do: refused before admitted, then the one with less left. */
  static Window tighter(Window a, Window b) {
    if (a.admitted() != b.admitted()) {
      return a.admitted() ? b : a;
    }
    return b.remaining() < a.remaining() ? b : a;
  }
}
