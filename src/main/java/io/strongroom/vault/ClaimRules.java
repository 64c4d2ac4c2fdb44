package io.strongroom.vault;

import io.strongroom.upstream.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
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
   * How it stands with the holder of a claim that has ended without a record.
   *
   * @param away whether its life is neither alive nor returned with an empty spool
   * @param silent since this instance has first seen the claim ended, by its own clock
   */
  record Holder(boolean away, Duration silent) {

    static Holder of(StoredClaim stored, Silence silence, Instant now) {
      UUID lost = stored.lost(now);
      return new Holder(
          stored.holder() == StoredClaim.Holder.AWAY,
          lost == null ? Duration.ZERO : silence.of(lost, stored.holder()));
    }
  }

  /** What may be done now. */
  sealed interface Answer {

    /**
     * Take the claim.
     *
     * @param repair whether this is the one more try after a lost call
     */
    record Take(long fence, boolean repair, @Nullable Instant lostAt, @Nullable UUID lostVersion)
        implements Answer {}

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
      @Nullable Claim claim, UUID masterVersion, Terms terms, Holder holder, Instant now) {
    if (claim == null) {
      return new Answer.Take(1, false, null, null);
    }
    if (claim.isHeld(now)) {
      return new Answer.Wait(claim.id(), Duration.between(now, claim.leaseUntil()), false);
    }
    if (claim.state() == Claim.State.ENDED || !terms.rotating()) {
      return keepDistance(claim, masterVersion, terms, now);
    }
    return afterLostCall(claim, masterVersion, terms, holder, now);
  }

  /**
   * E5: no call with a newer master token begins while a lost call with an older one may still be
   * on its way to the provider. The last claim was taken no earlier than any call that was lost,
   * and its call began within the lease.
   */
  private static Answer keepDistance(Claim claim, UUID masterVersion, Terms terms, Instant now) {
    long fence = claim.fence() + 1;
    if (!terms.rotating() || claim.lostAt() == null) {
      return new Answer.Take(fence, false, null, null);
    }
    if (masterVersion.equals(claim.lostVersion())) {
      return new Answer.Take(fence, true, claim.lostAt(), claim.lostVersion());
    }
    Instant apart = claim.startedAt().plus(terms.lease());
    return now.isBefore(apart)
        ? new Answer.Wait(claim.id(), Duration.between(now, apart), true)
        : new Answer.Take(fence, false, null, null);
  }

  /**
   * The claim ended without a record and the provider rotates: the old master token is tried once
   * more. Within half of a grace, counted from the first call that was lost, it may be tried at
   * once; later or without, only when the former holder has been silent for so long that it will
   * not bring the new one any more.
   */
  private static Answer afterLostCall(
      Claim claim, UUID masterVersion, Terms terms, Holder holder, Instant now) {
    if (!masterVersion.equals(claim.masterVersion())) {
      return keepDistance(claim.lostNow(), masterVersion, terms, now);
    }
    Instant lostAt = Objects.requireNonNull(claim.lostNow().lostAt());
    boolean withinGrace = now.isBefore(lostAt.plus(terms.grace().dividedBy(2)));
    Duration left = silence(terms, holder).minus(holder.silent());
    return withinGrace || left.isNegative() || left.isZero()
        ? new Answer.Take(claim.fence() + 1, true, lostAt, masterVersion)
        : new Answer.Wait(claim.id(), left, true);
  }

  private static Duration silence(Terms terms, Holder holder) {
    Duration wait = terms.unknownOutcomeWait();
    return holder.away() && terms.ownerWait().compareTo(wait) > 0 ? terms.ownerWait() : wait;
  }
}
