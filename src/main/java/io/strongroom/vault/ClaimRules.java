package io.strongroom.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who may ask the upstream, and when: the rules of a claim's life, without any I/O. */
final class ClaimRules {

  /** What the rules need of an environment. */
  record Terms(boolean rotating, Duration timeout, Duration grace, Duration unknownOutcomeWait) {}

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
     * @param lost whether that is because a lost call is being resolved
     */
    record Wait(UUID claim, Instant until, boolean lost) implements Answer {}
  }

  private ClaimRules() {}

  /**
   * @param claim null where nobody ever claimed the thing
   * @param masterVersion what a call would send now
   */
  static Answer decide(@Nullable Claim claim, UUID masterVersion, Terms terms, Instant now) {
    if (claim == null) {
      return new Answer.Take(1, false, null, null);
    }
    if (claim.state() == Claim.State.CLAIMED && now.isBefore(claim.leaseUntil())) {
      return new Answer.Wait(claim.id(), claim.leaseUntil(), false);
    }
    if (claim.state() == Claim.State.ENDED || !terms.rotating()) {
      return keepDistance(claim, masterVersion, terms, now);
    }
    return afterLostCall(claim, masterVersion, terms, now);
  }

  /**
   * E5: no call with a newer master token begins while a lost call with an older one may still be
   * on its way to the provider. The last claim began no earlier than any call that was lost.
   */
  private static Answer keepDistance(Claim claim, UUID masterVersion, Terms terms, Instant now) {
    long fence = claim.fence() + 1;
    if (!terms.rotating() || claim.lostAt() == null) {
      return new Answer.Take(fence, false, null, null);
    }
    if (masterVersion.equals(claim.lostVersion())) {
      return new Answer.Take(fence, false, claim.lostAt(), claim.lostVersion());
    }
    Instant apart = claim.startedAt().plus(terms.timeout());
    return now.isBefore(apart)
        ? new Answer.Wait(claim.id(), apart, true)
        : new Answer.Take(fence, false, null, null);
  }

  /**
   * The claim ended without a record and the provider rotates: the old master token is tried once
   * more. Within half of a grace, counted from the first call that was lost, it may be tried at
   * once; later or without, only when the former holder has been silent for so long that it will
   * not bring the new one any more.
   */
  private static Answer afterLostCall(Claim claim, UUID masterVersion, Terms terms, Instant now) {
    if (!masterVersion.equals(claim.masterVersion())) {
      return new Answer.Take(claim.fence() + 1, false, null, null);
    }
    Instant lostBefore = masterVersion.equals(claim.lostVersion()) ? claim.lostAt() : null;
    Instant lostAt = lostBefore == null ? claim.startedAt() : lostBefore;
    Instant silent = claim.leaseUntil().plus(terms.unknownOutcomeWait());
    boolean withinGrace = now.isBefore(lostAt.plus(terms.grace().dividedBy(2)));
    return withinGrace || !now.isBefore(silent)
        ? new Answer.Take(claim.fence() + 1, true, lostAt, masterVersion)
        : new Answer.Wait(claim.id(), silent, true);
  }
}
