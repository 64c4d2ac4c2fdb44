package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.seal.LookupHash;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.upstream.Outcome.Granted;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;

/** Records the client token that an exchange has brought. */
@Singleton
class GrantRecord {
  private final MasterTokens masters;
  private final SlotRecord slots;
  private final Untaken untaken;

  GrantRecord(MasterTokens masters, SlotRecord slots, Untaken untaken) {
    this.masters = masters;
    this.slots = slots;
    this.untaken = untaken;
  }

  Uni<Recorded> write(
      SqlConnection connection,
      TenantKeys keys,
      Attempt attempt,
      Granted granted,
      AccountLock lock) {
    if (!lock.holdsClaim() || !lock.stillHas(attempt.masterVersion())) {
      return untaken
          .clientToken(connection, keys, attempt, granted)
          .replaceWith(Recorded.ReadAgain.now());
    }
    LookupHash hash = keys.hash(granted.clientToken());
    return slots
        .lock(connection, attempt.slot(), hash)
        .chain(
            before ->
                before.isRevoked()
                    ? Uni.createFrom().item(revoked())
                    : keep(connection, keys, attempt, granted, before, hash))
        .call(() -> masters.credit(connection, attempt.slot(), lock));
  }

  private Uni<Recorded> keep(
      SqlConnection connection,
      TenantKeys keys,
      Attempt attempt,
      Granted granted,
      SlotRecord.Before before,
      LookupHash hash) {
    NewToken token = NewToken.of(attempt, granted, before, hash);
    Sealed sealed = keys.seal(granted.clientToken(), SlotRecord.place(attempt.slot()));
    return slots
        .endReplaced(connection, attempt.slot(), before, token)
        .call(() -> slots.store(connection, attempt.slot(), token, sealed, hash, attempt.cause()))
        .replaceWith(() -> new Recorded.Taken(token.issued(attempt, granted.clientToken())));
  }

  private static Recorded revoked() {
    return new Recorded.Failed(
        Fault.of(FaultCode.TOKEN_REVOKED, "The provider gave a token again that was revoked here"));
  }
}
