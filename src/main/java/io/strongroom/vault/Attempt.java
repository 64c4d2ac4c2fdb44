package io.strongroom.vault;

import io.strongroom.audit.Actor;
import io.strongroom.seal.LookupHash;
import io.strongroom.token.KeyId;
import io.strongroom.token.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One exchange as its record needs it, now or after the next start: under which claim, with which
 * master token, and what holds where the upstream says nothing.
 *
 * @param claimedClient what the claim's row names: the slot's client, or nothing for the account
 * @param startedAt by the database's clock, from before the call
 * @param rotating whether an answer may bring a new master token
 * @param repair whether this is the one more try after a lost call
 * @param masterVersion of the master token that was sent
 * @param masterHash of the master token that was sent
 * @param speaksForAccount whether this client's refusal is the account's
 * @param failureScope what a remembered failure is bound to
 * @param cause the key whose call caused the exchange
 * @param by who made that call, or the service that went on because of it
 */
record Attempt(
    Slot slot,
    String claimedClient,
    UUID claimId,
    Instant startedAt,
    boolean rotating,
    boolean repair,
    UUID masterVersion,
    LookupHash masterHash,
    boolean speaksForAccount,
    String failureScope,
    KeyId cause,
    Actor by,
    Unsaid unsaid) {

  /**
   * What a token is where the answer does not say.
   *
   * @param tokenType what the environment says it is, whatever the answer says; null: as answered
   */
  record Unsaid(@Nullable String tokenType, List<String> scopes, Duration lifetime) {}
}
