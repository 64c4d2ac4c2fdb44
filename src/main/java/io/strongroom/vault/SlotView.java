package io.strongroom.vault;

import io.strongroom.token.Slot;
import io.strongroom.upstream.Revisions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a slot and of all that decides about it.
 *
 * @param now the database's clock
 * @param timeout how long callers wait for an exchange
 * @param generation of the newest token that the slot had; where it never had one, the number that
 *     its first will follow
 * @param held null where there is no token to give
 * @param failure null where the last exchange did not fail
 * @param backgroundAfter no exchange in the background before; null where there was none
 * @param moneyScope whether the client's users may be asked for a payment authorization
 * @param refusal why the account is not authorized; null where it is
 * @param revisions of environment and client
 * @param masterVersion what an exchange would send; null where there is nothing to send
 */
record SlotView(
    Slot slot,
    Instant now,
    Duration timeout,
    long generation,
    @Nullable HeldToken held,
    @Nullable RememberedFailure failure,
    @Nullable Instant backgroundAfter,
    @Nullable Refusal refusal,
    Revisions revisions,
    @Nullable UUID masterVersion,
    boolean moneyScope) {

  /**
   * What a reader saw of the slot's exchanges. Who takes a claim compares it with what is there
   * then: an exchange that ended in between is not made again.
   *
   * @param quietUntil moves on where the provider gave the same value again
   * @param failure the claim that ended in the last failure; null where there is none
   */
  record Mark(long generation, @Nullable Instant quietUntil, @Nullable UUID failure) {}

  Mark mark() {
    return new Mark(
        generation,
        held == null ? null : held.quietUntil(),
        failure == null ? null : failure.claim());
  }

  /** The same reading at a later time. */
  SlotView at(Instant later) {
    return new SlotView(
        slot,
        later,
        timeout,
        generation,
        held,
        failure,
        backgroundAfter,
        refusal,
        revisions,
        masterVersion,
        moneyScope);
  }

  String failureScope() {
    return failureScope(revisions, masterVersion);
  }

  /** Why an account is not authorized, and since when. */
  record Refusal(String reason, Instant since) {}

  /** What a remembered failure is bound to: an edit or a new master token makes it void. */
  static String failureScope(Revisions revisions, @Nullable UUID masterVersion) {
    return revisions + "/" + masterVersion;
  }
}
