package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.seal.LookupHash;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.KeyId;
import io.strongroom.token.SecretText;
import io.strongroom.upstream.Outcome.Granted;
import io.strongroom.upstream.Routes;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;

/** Records an exchange that brought a client token: the new master token first, then the rest. */
@Singleton
class GrantRecord {
  private final Routes routes;
  private final MasterTokens masters;
  private final SlotRecord slots;

  GrantRecord(Routes routes, MasterTokens masters, SlotRecord slots) {
    this.routes = routes;
    this.masters = masters;
    this.slots = slots;
  }

  Uni<Recorded> write(
      SqlConnection connection, TenantKeys keys, Ticket ticket, Granted granted, KeyId cause) {
    return AccountLock.take(connection, ticket)
        .call(lock -> rotate(connection, keys, ticket, granted, lock))
        .chain(lock -> take(connection, keys, ticket, granted, cause, lock))
        .call(() -> AccountLock.release(connection, ticket, Claim.State.ENDED));
  }

  /**
   * E2: by compare-and-set on the version that it replaces, whether the claim still holds or not,
   * and never over a master token that came from elsewhere meanwhile.
   */
  private Uni<Void> rotate(
      SqlConnection connection, TenantKeys keys, Ticket ticket, Granted granted, AccountLock lock) {
    SecretText next = granted.newMasterToken();
    if (next == null
        || next.matches(ticket.masterToken())
        || !lock.stillHas(ticket.masterVersion())) {
      return Uni.createFrom().voidItem();
    }
    LookupHash old = keys.hash(ticket.masterToken());
    return masters
        .replace(connection, keys, ticket.slot().account(), next)
        .call(() -> masters.supersede(connection, ticket.slot().account(), old))
        .call(() -> routes.rememberRotation(connection, ticket.slot()))
        .call(
            () ->
                lock.holdsClaim()
                    ? Uni.createFrom().voidItem()
                    : masters.endClaims(connection, ticket.slot().account()));
  }

  private Uni<Recorded> take(
      SqlConnection connection,
      TenantKeys keys,
      Ticket ticket,
      Granted granted,
      KeyId cause,
      AccountLock lock) {
    if (!lock.holdsClaim() || !lock.stillHas(ticket.masterVersion())) {
      return Uni.createFrom().item(Recorded.ReadAgain.now());
    }
    LookupHash hash = keys.hash(granted.clientToken());
    return slots
        .lock(connection, ticket.slot(), hash)
        .chain(
            before ->
                before.isRevoked()
                    ? Uni.createFrom().item(revoked())
                    : keep(connection, keys, ticket, granted, cause, before, hash))
        .call(() -> masters.credit(connection, ticket.slot(), lock));
  }

  private Uni<Recorded> keep(
      SqlConnection connection,
      TenantKeys keys,
      Ticket ticket,
      Granted granted,
      KeyId cause,
      SlotRecord.Before before,
      LookupHash hash) {
    NewToken token = NewToken.of(ticket, granted, before, hash);
    Sealed sealed = keys.seal(granted.clientToken(), SlotRecord.place(ticket.slot()));
    return slots
        .endReplaced(connection, ticket.slot(), before, token)
        .call(() -> slots.store(connection, ticket.slot(), token, sealed, hash, cause))
        .replaceWith(() -> new Recorded.Taken(token.issued(ticket, granted.clientToken())));
  }

  private static Recorded revoked() {
    return new Recorded.Failed(
        Fault.of(FaultCode.TOKEN_REVOKED, "The provider gave a token again that was revoked here"));
  }
}
