package io.strongroom.upstream;

import io.strongroom.token.FaultCode;
import io.strongroom.token.Verdict;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A call that its guard did not let through: nothing was sent. A failure only inside the guard. */
final class NotAsked extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Until a queue, a bound or a probe may have room again. */
  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  /** What did not let it through. */
  enum Reason {
    QUEUE,
    CONNECTIONS,
    BREAKER,
    RETRY_AFTER,
    BUDGET,
    TIME;

    /** The word in metrics. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Reason reason;
  private final transient Outcome.Failed outcome;

  private NotAsked(Reason reason, Outcome.Failed outcome) {
    super(outcome.detail(), null, false, false);
    this.reason = reason;
    this.outcome = outcome;
  }

  static NotAsked queueIsFull() {
    return throttled(Reason.QUEUE, "too many calls wait for it", A_MOMENT);
  }

  static NotAsked tooLate() {
    return throttled(Reason.TIME, "the call's turn did not come in time", A_MOMENT);
  }

  static NotAsked noConnection() {
    return throttled(Reason.CONNECTIONS, "too many connections are open", A_MOMENT);
  }

  static NotAsked budgetIsSpent(Duration rest) {
    return throttled(Reason.BUDGET, "the environment's budget of this hour is spent", rest);
  }

  /**
   * @param rest until it is tried again; null while that is under way
   */
  static NotAsked breakerIsOpen(@Nullable Duration rest) {
    return refused(
        Reason.BREAKER,
        Verdict.TRANSIENT,
        FaultCode.UPSTREAM_UNAVAILABLE,
        "it has failed too often",
        rest == null ? A_MOMENT : rest);
  }

  /** The upstream asked for a rest, by a failure of that verdict and code. */
  static NotAsked restAsked(Verdict verdict, FaultCode code, Duration rest) {
    return refused(Reason.RETRY_AFTER, verdict, code, "it asked for a rest", rest);
  }

  /** The budget cannot be counted without the database, so nothing is sent. */
  static NotAsked notCharged() {
    return refused(
        Reason.BUDGET,
        Verdict.TRANSIENT,
        FaultCode.VAULT_UNAVAILABLE,
        "its budget cannot be charged",
        A_MOMENT);
  }

  private static NotAsked throttled(Reason reason, String why, Duration rest) {
    return refused(reason, Verdict.THROTTLED, FaultCode.UPSTREAM_THROTTLED, why, rest);
  }

  private static NotAsked refused(
      Reason reason, Verdict verdict, FaultCode code, String why, Duration rest) {
    String detail = "the upstream is not asked: " + why;
    return new NotAsked(reason, new Outcome.Failed(verdict, code, detail, rest, false));
  }

  Reason reason() {
    return reason;
  }

  Outcome.Failed outcome() {
    return outcome;
  }
}
