package io.strongroom.token;

import java.time.InstantSource;

/**
 * Both clocks of a machine. The monotonic one may stand still while the machine is suspended; the
 * wall clock may be set. Where time must not be taken for shorter than it was, both are asked.
 */
public final class Clocks {
  private static final long NANOS_OF_A_MILLI = 1_000_000;

  private final Ticks ticks;
  private final InstantSource wall;

  public Clocks(Ticks ticks, InstantSource wall) {
    this.ticks = ticks;
    this.wall = wall;
  }

  public Moment now() {
    return new Moment(ticks.nanos(), wall.millis());
  }

  /**
   * A moment, by both clocks.
   *
   * @param nanos by the monotonic clock
   * @param millis by the wall clock
   */
  public record Moment(long nanos, long millis) {

    /** Nanoseconds from an earlier moment to this, by the clock that has gone further. */
    public long since(Moment earlier) {
      return Math.max(nanos - earlier.nanos, (millis - earlier.millis) * NANOS_OF_A_MILLI);
    }

    /** By how many milliseconds the clocks have gone apart since an earlier moment. */
    public long apartSince(Moment earlier) {
      return Math.abs(between() - earlier.between());
    }

    private long between() {
      return millis - nanos / NANOS_OF_A_MILLI;
    }
  }
}
