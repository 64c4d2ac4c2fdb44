package io.strongroom.vault;

import io.strongroom.upstream.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who may ask the upstream, and when: the rules of a claim's life, without any I/O. */
final class ClaimRules {
  /** By so much a lease outlives the longest call: its record fits in. */
  private static final Duration LEAST_MARGIN = Duration.ofSeconds(2);

  /**
   * What the rules need of an environment.
   *
   * @param timeout how long a call may take that nobody extends
   * @param grace how long the provider takes a master token that it has replaced
   * @param unknownOutcomeWait how long a holder that may come back must have been silent
   * @param ownerWait how long one that is away with its spool must have been
   */
  record Terms(
      boolean rotating,
      Duration timeout,
      Duration grace,
      Duration unknownOutcomeWait,
      Duration ownerWait) {

    static Terms of(Route route, Duration ownerWait) {
      return new Terms(
          route.rotating(),
          route.settings().timeout(),
          route.settings().grace(),
          route.settings().unknownOutcomeWait(),
          ownerWait);
    }

    /** A call begins within this from its claim, so that the lease outlives it. */
    Duration margin() {
      Duration half = timeout.dividedBy(2);
      boolean mayBeRepairedAtOnce = rotating && !grace.isZero();
      return mayBeRepairedAtOnce || half.compareTo(LEAST_MARGIN) > 0 ? half : LEAST_MARGIN;
    }

    Duration lease() {
      return timeout.plus(margin());
    }
  }

  /**
   * How it stands with those who made calls that ended without a record.
   *
   * @param away whether a life of theirs is neither alive nor returned with an empty spool
   * @param silent since this instance has first seen the last of the calls ended, by its own clock
   */
  record Absence(boolean away, Duration silent) {

    static Absence of(StoredClaim stored, Silence silence, Instant now) {
      Loss loss = stored.loss(now);
      return new Absence(
          stored.senders().isAnyAway(),
          loss == null ? Duration.ZERO : silence.of(loss.last(), stored.senders()));
    }
  }

  /** What may be done now. */
  sealed interface Answer {

    /**
     * Take the claim.
     *
     * @param repair what is lost, if this is the one more try; null otherwise
     */
    record Take(long fence, @Nullable Loss repair) implements Answer {}

    /**
     * Wait for whoever has it.
     *
     * @param left how long, as it looks now
     * @param lost whether that is because a lost call is being resolved
     */
    record Wait(UUID claim, Duration left, boolean lost) implements Answer {}
  }

  private ClaimRules() {}

  /**
   * @param claim null where nobody ever claimed the thing
   * @param masterVersion what a call would send now
   */
  static Answer decide(
      @Nullable Claim claim, UUID masterVersion, Terms terms, Absence absence, Instant now) {
    if (claim == null) {
      return new Answer.Take(1, null);
    }
    if (claim.isHeld(now)) {
      return new Answer.Wait(claim.id(), Duration.between(now, claim.leaseUntil()), false);
    }
    Loss loss = claim.lossUnheld();
    if (loss == null || !terms.rotating()) {
      return new Answer.Take(claim.fence() + 1, null);
    }
    return masterVersion.equals(loss.version())
        ? afterLostCall(claim, loss, terms, absence, now)
        : keepDistance(claim, terms, now);
  }

  /**
   * E5: no call with a newer master token begins while a lost call with an older one may still be
   * on its way to the provider. The last claim was taken no earlier than any call that was lost,
   * and its call began within the lease.
   */
  private static Answer keepDistance(Claim claim, Terms terms, Instant now) {
    Instant apart = claim.startedAt().plus(terms.lease());
    return now.isBefore(apart)
        ? new Answer.Wait(claim.id(), Duration.between(now, apart), true)
        : new Answer.Take(claim.fence() + 1, null);
  }

  /**
   * Calls of a provider that rotates have ended without a record: the old master token is tried
   * once more, also when a try has failed in a way that says nothing of them. Within half of a
   * grace, counted from the first call that was lost, it may be tried at once; later or without,
   * only when all their senders have been silent for so long that none will bring the new one any
   * more.
   */
  private static Answer afterLostCall(
      Claim claim, Loss loss, Terms terms, Absence absence, Instant now) {
    boolean withinGrace = now.isBefore(loss.since().plus(terms.grace().dividedBy(2)));
    Duration left = silence(terms, absence).minus(absence.silent());
    return withinGrace || left.isNegative() || left.isZero()
        ? new Answer.Take(claim.fence() + 1, loss)
        : new Answer.Wait(claim.id(), left, true);
  }

  private static Duration silence(Terms terms, Absence absence) {
    Duration wait = terms.unknownOutcomeWait();
    return absence.away() && terms.ownerWait().compareTo(wait) > 0 ? terms.ownerWait() : wait;
  }
}
