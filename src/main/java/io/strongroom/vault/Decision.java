package io.strongroom.vault;

import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What is to be done for a caller, given one reading of the slot. */
sealed interface Decision {

  /**
   * Give what the slot has.
   *
   * @param refresh whether to fetch a new one in the background
   */
  record Serve(HeldToken token, boolean stale, boolean refresh) implements Decision {

    /** Whether nothing is to be said or done beside, which only a fresh reading can tell. */
    boolean isSettled(Instant now) {
      return !token.wantsRefresh(now);
    }
  }

  /** Give nothing and ask nobody. */
  record Refuse(Fault fault) implements Decision {}

  /** Exchange the master token. */
  record Exchange() implements Decision {}

  static Decision of(SlotView view, IssueRequest request) {
    if (request.newerThan() > view.generation()) {
      return new Refuse(Fault.invalid("newerThanGeneration", "is above the slot's generation"));
    }
    HeldToken held = view.held();
    boolean authorized = request.payment() != null;
    if (!authorized && held != null && isUsable(view, held, request)) {
      return serve(view, held);
    }
    if (view.refusal() != null) {
      return new Refuse(notAuthorized(view.refusal()));
    }
    RememberedFailure failure = view.failure();
    if (failure != null
        && (!authorized || failure.isRefusal())
        && failure.holds(view.now(), view.failureScope())) {
      return new Refuse(failure.fault(view.now()));
    }
    return new Exchange();
  }

  private static boolean isUsable(SlotView view, HeldToken held, IssueRequest request) {
    if (held.isQuiet(view.now())) {
      return true;
    }
    return view.generation() > request.newerThan()
        && held.lastsFor(Duration.ofSeconds(request.ttlSeconds()), view.now());
  }

  private static Serve serve(SlotView view, HeldToken held) {
    Instant now = view.now();
    boolean due = held.wantsRefresh(now);
    RememberedFailure failure = view.failure();
    boolean failedSince = failure != null && failure.at().isAfter(held.issuedAt());
    boolean cannotRefresh = failedSince || view.refusal() != null;
    boolean mustRest = failure != null && failure.holds(now, view.failureScope());
    boolean spaced = view.backgroundAfter() == null || !now.isBefore(view.backgroundAfter());
    return new Serve(
        held, due && cannotRefresh, due && spaced && !mustRest && view.refusal() == null);
  }

  static Fault notAuthorized(SlotView.Refusal refusal) {
    return Fault.of(FaultCode.ACCOUNT_NOT_AUTHORIZED, "The account has no valid master token")
        .with("since", refusal.since().truncatedTo(ChronoUnit.SECONDS))
        .with("reason", refusal.reason());
  }
}
