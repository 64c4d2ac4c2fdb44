package io.strongroom.proxy;

import java.time.Duration;

/**
 * What a proxy does to one connection; begin with {@link #NONE} and add to it.
 *
 * @param atAccept what happens before the target is connected to
 */
public record Trouble(End atAccept, Lane toTarget, Lane toClient) {
  public static final Trouble NONE = new Trouble(End.NONE, Lane.FREE, Lane.FREE);

  /** Connections are taken, what they send is swallowed, and the target hears of nothing. */
  public static final Trouble BLACK_HOLE = NONE.atAccept(End.SILENCE);

  /**
   * What happens on one of the two ways.
   *
   * @param delay of each piece, and of the end of the stream; those behind it wait too
   * @param afterBytes how many bytes pass before the end; 0 means that it comes with the first byte
   *     which it keeps back
   */
  record Lane(Duration delay, long afterBytes, End end) {
    static final Lane FREE = new Lane(Duration.ZERO, Long.MAX_VALUE, End.NONE);
  }

  public Trouble atAccept(End end) {
    return new Trouble(end, toTarget, toClient);
  }

  /** Holds back what goes this way. */
  public Trouble delay(Way way, Duration delay) {
    Lane lane = lane(way);
    return with(way, new Lane(delay, lane.afterBytes(), lane.end()));
  }

  /** Closes both sides once so many bytes went this way. */
  public Trouble cut(Way way, long afterBytes) {
    return end(way, afterBytes, End.FIN);
  }

  /** Resets both sides once so many bytes went this way. */
  public Trouble reset(Way way, long afterBytes) {
    return end(way, afterBytes, End.RESET);
  }

  /** Half-open: after so many bytes this way is dead, and the other goes on. */
  public Trouble silence(Way way, long afterBytes) {
    return end(way, afterBytes, End.SILENCE);
  }

  Lane lane(Way way) {
    return way == Way.TO_TARGET ? toTarget : toClient;
  }

  private Trouble end(Way way, long afterBytes, End end) {
    return with(way, new Lane(lane(way).delay(), afterBytes, end));
  }

  private Trouble with(Way way, Lane lane) {
    return way == Way.TO_TARGET
        ? new Trouble(atAccept, lane, toClient)
        : new Trouble(atAccept, toTarget, lane);
  }
}
