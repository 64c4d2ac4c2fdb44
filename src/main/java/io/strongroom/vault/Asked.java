package io.strongroom.vault;

import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.SecretText;
import io.strongroom.token.Slot;
import io.strongroom.upstream.EnvironmentSettings;
import io.strongroom.upstream.Route;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A claim that is asked for.
 *
 * @param cause whose call makes the exchange necessary
 * @param at by the monotonic clock, in nanoseconds, from before the claim was sent
 */
record Asked(Slot slot, Cause cause, TenantKeys keys, long at) {

  Ticket ticket(
      String claimed,
      Row account,
      Route route,
      ClaimRules.Terms terms,
      ClaimRules.Answer.Take take) {
    SecretText masterToken =
        keys.open(
            new Sealed(account.getBuffer("master_token").getBytes()), Claims.place(slot.account()));
    Instant now = account.getOffsetDateTime("now").toInstant();
    Instant firstLost = take.repair() == null ? now : take.repair().since();
    Duration repairable = Duration.between(now, firstLost.plus(terms.grace().dividedBy(2)));
    return new Ticket(
        attempt(claimed, account, route, take, masterToken),
        masterToken,
        route,
        terms.lease(),
        at + terms.margin().toNanos(),
        at + repairable.toNanos(),
        keys,
        cause.payment());
  }

  private Attempt attempt(
      String claimed,
      Row account,
      Route route,
      ClaimRules.Answer.Take take,
      SecretText masterToken) {
    UUID version = account.getUUID("master_version");
    return new Attempt(
        slot,
        claimed,
        UUID.randomUUID(),
        account.getOffsetDateTime("now").toInstant(),
        route.rotating(),
        take.repair() != null,
        version,
        keys.hash(masterToken),
        speaksForAccount(account, route),
        SlotView.failureScope(route.revisions(), version),
        cause.key(),
        cause.by(),
        unsaid(account, route));
  }

  private static Attempt.Unsaid unsaid(Row account, Route route) {
    EnvironmentSettings settings = route.settings();
    return new Attempt.Unsaid(
        settings.tokenType(),
        route.scope() == null ? List.of() : List.of(route.scope().split(" ")),
        StaticTokens.lifetime(account, settings));
  }

  /** A refusal is the account's only from the client that last succeeded, or the default one. */
  private boolean speaksForAccount(Row account, Route route) {
    String last = account.getString("last_client_id");
    return last == null
        ? slot.client().equals(route.settings().defaultClientId())
        : last.equals(slot.client().value());
  }
}
