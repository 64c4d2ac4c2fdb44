package io.strongroom.upstream;

import io.strongroom.token.Verdict;

/**
 * An outcome that says the upstream is not well; a failure only inside the guard. One that refuses
 * an account, a client or a call too many is alive.
 */
final class Ailing extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Outcome.Failed outcome;

  private Ailing(Outcome.Failed outcome) {
    super(outcome.detail(), null, false, false);
    this.outcome = outcome;
  }

  Outcome.Failed outcome() {
    return outcome;
  }

  static void throwIfAiling(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed && isAiling(failed)) {
      throw new Ailing(failed);
    }
  }

  /** Throws where the very call can be made again. */
  static void throwIfRepeatable(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed && isAiling(failed) && failed.repeatable()) {
      throw new Ailing(failed);
    }
  }

  private static boolean isAiling(Outcome.Failed failed) {
    return failed.verdict() == Verdict.TRANSIENT || failed.verdict() == Verdict.UNKNOWN_OUTCOME;
  }
}
