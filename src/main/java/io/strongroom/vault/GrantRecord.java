package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.coherence.Change;
import io.strongroom.coherence.Topic;
import io.strongroom.seal.LookupHash;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.upstream.Outcome.Granted;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;

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
      Change change,
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
        .invoke(before -> announce(change, attempt, before))
        .chain(
            before ->
                before.isRevoked()
                    ? refuse(connection, attempt, granted, hash)
                    : keep(connection, keys, attempt, granted, before, hash))
        .call(() -> masters.credit(connection, attempt.slot(), lock));
  }

  /** A token that is there may be remembered somewhere; where there is none, nothing is. */
  private static void announce(Change change, Attempt attempt, SlotRecord.Before before) {
    if (before.hash() != null) {
      change.isAbout(Topic.of(attempt.slot().account()));
    }
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

  /** A provider that gives a revoked value again gives it a new life, too: so long it is known. */
  private Uni<Recorded> refuse(
      SqlConnection connection, Attempt attempt, Granted granted, LookupHash hash) {
    Duration life = Objects.requireNonNullElse(granted.lifetime(), attempt.unsaid().lifetime());
    return slots
        .keepEnded(connection, attempt.slot(), hash, attempt.startedAt().plus(life))
        .replaceWith(
            () ->
                new Recorded.Failed(
                    Fault.of(
                        FaultCode.TOKEN_REVOKED,
                        "The provider gave a token again that was revoked here")));
  }
}
