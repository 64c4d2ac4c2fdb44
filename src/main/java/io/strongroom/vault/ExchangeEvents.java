package io.strongroom.vault;

import io.strongroom.audit.Action;
import io.strongroom.audit.Event;
import io.strongroom.seal.TenantKeys;
import io.strongroom.upstream.Outcome;

/** What the audit says of exchanges: for whose call, what came of it, and what was made of that. */
final class ExchangeEvents {
  /** What came is nobody's: the claim, or the master token, was another's by then. */
  private static final String OVERTAKEN = "overtaken";

  private ExchangeEvents() {}

  static Event of(TenantKeys keys, Attempt attempt, Outcome outcome, Recorded recorded) {
    Event event =
        begun(attempt)
            .where("repair", attempt.repair())
            .where("newMasterToken", outcome.newMasterToken() != null);
    if (outcome instanceof Outcome.Granted granted) {
      return granted(event.token(keys.hash(granted.clientToken())), recorded);
    }
    if (outcome instanceof Outcome.StepUp stepUp) {
      return event.outcome(stepUp.code());
    }
    return outcome instanceof Outcome.Rotated rotated
        ? failed(event, rotated.failed())
        : failed(event, (Outcome.Failed) outcome);
  }

  /** An outcome from the spool that is not written, and why. */
  static Event unwritten(Attempt attempt, Standing standing) {
    return begun(attempt)
        .where("late", true)
        .outcome(standing == Standing.GONE ? "account-gone" : "quarantined");
  }

  private static Event begun(Attempt attempt) {
    return Event.of(Action.EXCHANGE, attempt.slot()).by(attempt.by());
  }

  private static Event granted(Event event, Recorded recorded) {
    if (recorded instanceof Recorded.Taken taken) {
      return event
          .generation(taken.token().generation())
          .where("previouslyDropped", taken.token().previouslyDropped());
    }
    return recorded instanceof Recorded.Failed failed
        ? event.outcome(failed.fault().code())
        : event.outcome(OVERTAKEN);
  }

  private static Event failed(Event event, Outcome.Failed failed) {
    return event.outcome(failed.code()).with("verdict", failed.verdict().code());
  }
}
