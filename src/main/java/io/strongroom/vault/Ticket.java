package io.strongroom.vault;

import io.strongroom.token.SecretText;
import io.strongroom.token.Slot;
import io.strongroom.upstream.Route;
import java.time.Instant;
import java.util.UUID;

/**
 * A claim that was taken, with all that its one call needs.
 *
 * @param claimedClient what the claim's row names: the slot's client, or nothing for the account
 * @param startedAt by the database's clock, from before the call
 * @param beginBy by this process's monotonic clock, in nanoseconds: the call begins no later
 * @param repair whether this is the one more try after a lost call
 * @param speaksForAccount whether this client's refusal is the account's
 */
record Ticket(
    Slot slot,
    String claimedClient,
    UUID claimId,
    Instant startedAt,
    long beginBy,
    boolean repair,
    UUID masterVersion,
    SecretText masterToken,
    boolean speaksForAccount,
    Route route) {

  String failureScope() {
    return SlotView.failureScope(route.revisions(), masterVersion);
  }
}
