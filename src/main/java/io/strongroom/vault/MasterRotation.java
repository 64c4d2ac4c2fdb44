package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Audit;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.AccountKey;
import io.strongroom.token.SecretText;
import io.strongroom.upstream.Routes;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Records the new master token that an exchange has brought. */
@Singleton
class MasterRotation {
  private final Audit audit;
  private final Routes routes;
  private final MasterTokens masters;
  private final Untaken untaken;

  MasterRotation(Audit audit, Routes routes, MasterTokens masters, Untaken untaken) {
    this.audit = audit;
    this.routes = routes;
    this.masters = masters;
    this.untaken = untaken;
  }

  /**
   * E2: by compare-and-set on the version that it replaces, whether the claim still holds or not,
   * and never over a master token that came from elsewhere meanwhile.
   *
   * @param next null where the answer brought none
   */
  Uni<Void> write(
      SqlConnection connection,
      TenantKeys keys,
      Attempt attempt,
      @Nullable SecretText next,
      AccountLock lock) {
    if (next == null || keys.hash(next).equals(attempt.masterHash())) {
      return Uni.createFrom().voidItem();
    }
    if (!lock.stillHas(attempt.masterVersion())) {
      return untaken.masterToken(connection, keys, attempt, next, lock);
    }
    AccountKey account = attempt.slot().account();
    return masters
        .replace(connection, keys, account, next)
        .call(() -> masters.supersede(connection, account, attempt.masterHash()))
        .call(() -> routes.rememberRotation(connection, attempt.slot()))
        .call(() -> tell(connection, attempt, lock))
        .call(
            () ->
                lock.holdsClaim()
                    ? Uni.createFrom().voidItem()
                    : masters.overtakeClaims(connection, account, attempt.claimId()));
  }

  /** A new master token lifts what an answer that came before it had refused. */
  private Uni<Void> tell(SqlConnection connection, Attempt attempt, AccountLock lock) {
    return lock.refusedReason() == null
        ? Uni.createFrom().voidItem()
        : audit.record(
            connection, AccountEvents.authorized(attempt.slot().account()).by(attempt.by()));
  }
}
