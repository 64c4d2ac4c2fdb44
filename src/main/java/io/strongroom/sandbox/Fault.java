package io.strongroom.sandbox;

import java.time.Duration;
import java.util.Optional;

/**
 * What to do with some of the next calls.
 *
 * @param times how many calls it takes; {@link #UNTIL_CLEARED} for all
 * @param delay before the answer, or before the connection is cut
 * @param commits the provider decides the call first, although its answer is not sent as it is
 * @param reply what is sent instead, by the kinds that send something
 * @param cutAfterBytes how much of the answer's body {@code truncated} lets through
 */
public record Fault(
    FaultKind kind,
    Aim aim,
    int times,
    Duration delay,
    boolean commits,
    CannedReply reply,
    int cutAfterBytes) {

  /** For {@link #times}. */
  public static final int UNTIL_CLEARED = 0;

  /** No call is held longer, so that a forgotten fault cannot hold connections for ever. */
  public static final Duration DELAY_MAX = Duration.ofMinutes(5);

  /** The body of {@code oversized}: sixteen times what the vault reads. */
  public static final int OVERSIZED_BYTES = 1 << 20;

  /** The most that {@code oversized} can be told to send: 4 MiB a call in memory. */
  public static final int OVERSIZED_BYTES_MAX = 4 << 20;

  /** Anything below would not hold a token answer. */
  public static final int OVERSIZED_BYTES_MIN = 128;

  private static final int CUT_AFTER_BYTES = 10;

  /** A fault with the usual reply of its kind, for all calls of the token endpoint. */
  public static Fault of(FaultKind kind) {
    return new Fault(
        kind,
        Aim.at(Endpoint.TOKEN),
        UNTIL_CLEARED,
        usualDelay(kind),
        kind.committed(),
        usualReply(kind),
        CUT_AFTER_BYTES);
  }

  /** 429, with {@code Retry-After} as it is given. */
  public static Fault throttle(String retryAfter) {
    return of(FaultKind.THROTTLE).with(usualReply(FaultKind.THROTTLE).retryAfter(retryAfter));
  }

  /** An error status, with an OAuth error code. */
  public static Fault error(int status, String code) {
    return of(FaultKind.ERROR).with(CannedReply.error(status, Optional.of(code)));
  }

  /** Any answer of the tester's own. */
  public static Fault answering(int status, String body) {
    return of(FaultKind.ERROR).with(CannedReply.json(status, body));
  }

  /** Takes only so many calls. */
  public Fault times(int count) {
    return new Fault(kind, aim, count, delay, commits, reply, cutAfterBytes);
  }

  public Fault at(Aim other) {
    return new Fault(kind, other, times, delay, commits, reply, cutAfterBytes);
  }

  public Fault delayed(Duration wait) {
    return new Fault(kind, aim, times, wait, commits, reply, cutAfterBytes);
  }

  /** The provider decides first; {@code slow} and the kinds that always do stay as they are. */
  public Fault committing() {
    boolean first = commits || kind.mayChooseCommit();
    return new Fault(kind, aim, times, delay, first, reply, cutAfterBytes);
  }

  Fault with(CannedReply other) {
    return new Fault(kind, aim, times, delay, commits, other, cutAfterBytes);
  }

  Fault cutAfter(int bytes) {
    return new Fault(kind, aim, times, delay, commits, reply, bytes);
  }

  private static Duration usualDelay(FaultKind kind) {
    return switch (kind) {
      case SLOW, SLOW_REPLY -> Duration.ofSeconds(1);
      case HANG -> DELAY_MAX;
      default -> Duration.ZERO;
    };
  }

  private static CannedReply usualReply(FaultKind kind) {
    return switch (kind) {
      case THROTTLE -> CannedReply.error(429, Optional.empty());
      case ERROR -> CannedReply.error(500, Optional.empty());
      case GARBAGE -> CannedReply.GARBAGE;
      case OVERSIZED -> CannedReply.oversized(OVERSIZED_BYTES);
      case REDIRECT -> CannedReply.REDIRECT;
      default -> CannedReply.NONE;
    };
  }
}
