package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.coherence.Changes;
import io.strongroom.coherence.Topic;
import io.strongroom.seal.LookupHash;
import io.strongroom.seal.TenantKeys;
import io.strongroom.tenant.Keyring;
import io.strongroom.token.AccountKey;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Takes master tokens into custody and erases them. */
@Singleton
public class Custody {
  private static final String CURRENT =
      """
      SELECT a.master_hash, a.refused_reason IS NULL AND a.master_hash IS NOT NULL AS authorized,
             EXISTS (SELECT 1 FROM superseded_master_token s
                      WHERE s.tenant_id = a.tenant_id AND s.environment = a.environment
                        AND s.uid = a.uid AND s.master_hash = $4::bytea) AS superseded
        FROM account a
       WHERE a.tenant_id = $1::text AND a.environment = $2::text AND a.uid = $3::text
         FOR UPDATE OF a
      """;

  private final Audit audit;
  private final Changes changes;
  private final Keyring keyring;
  private final MasterTokens masters;

  Custody(Audit audit, Changes changes, Keyring keyring, MasterTokens masters) {
    this.audit = audit;
    this.changes = changes;
    this.keyring = keyring;
    this.masters = masters;
  }

  /**
   * Stores a master token; makes the account where there is none. The current value again changes
   * nothing but that the account is authorized again.
   */
  public Uni<Void> put(AccountKey account, MasterTokenRequest request) {
    return keyring
        .of(account.tenant())
        .chain(
            keys ->
                changes.write(
                    (connection, change) -> {
                      change.isAbout(Topic.of(account));
                      return AdminLock.environment(
                              connection, account.tenant(), account.environment())
                          .chain(() -> NewAccount.insert(connection, account))
                          .chain(created -> store(connection, keys, account, request, created))
                          .call(() -> audit.record(connection, put(keys, account, request)))
                          .chain(turned -> tell(connection, account, turned));
                    }));
  }

  private static Event put(TenantKeys keys, AccountKey account, MasterTokenRequest request) {
    return Event.of(Action.MASTER_TOKEN_PUT, account)
        .token(keys.hash(request.masterToken()))
        .where("force", request.isForced());
  }

  private Uni<Void> tell(SqlConnection connection, AccountKey account, boolean turned) {
    return turned
        ? audit.record(connection, AccountEvents.authorized(account))
        : Uni.createFrom().voidItem();
  }

  /** Erases the master token and the account's client tokens. */
  public Uni<Void> delete(AccountKey account) {
    return erase(
        account,
        Erasure::masterToken,
        Event.of(Action.MASTER_TOKEN_DELETED, account),
        AccountEvents.notAuthorized(account, Account.NO_MASTER_TOKEN));
  }

  /** Erases the account with all that it has. */
  public Uni<Void> deleteAccount(AccountKey account) {
    return erase(account, Erasure::account, Event.of(Action.ACCOUNT_DELETED, account));
  }

  private Uni<Void> erase(AccountKey account, Erasure.OfAccount erasure, Event... events) {
    return changes.write(
        (connection, change) -> {
          change.isAbout(Topic.of(account));
          Uni<Void> erased =
              AdminLock.environment(connection, account.tenant(), account.environment())
                  .chain(() -> erasure.erase(connection, account));
          for (Event event : events) {
            erased = erased.call(() -> audit.record(connection, event));
          }
          return erased;
        });
  }

  /** True where the account was there, was not authorized, and is so now. */
  private Uni<Boolean> store(
      SqlConnection connection,
      TenantKeys keys,
      AccountKey account,
      MasterTokenRequest request,
      boolean created) {
    LookupHash hash = keys.hash(request.masterToken());
    return connection
        .preparedQuery(CURRENT)
        .execute(Claims.key(account).addValue(hash.bytes()))
        .call(rows -> store(connection, keys, account, request, hash, rows))
        .call(() -> expire(connection, account, request))
        .map(rows -> !created && !rows.iterator().next().getBoolean("authorized"));
  }

  private Uni<Void> store(
      SqlConnection connection,
      TenantKeys keys,
      AccountKey account,
      MasterTokenRequest request,
      LookupHash hash,
      RowSet<Row> rows) {
    Row current = rows.iterator().next();
    boolean same =
        current.getBuffer("master_hash") != null
            && hash.equals(LookupHash.of(current.getBuffer("master_hash").getBytes()));
    if (same) {
      return lift(connection, account);
    }
    if (current.getBoolean("superseded") && !request.isForced()) {
      throw Fault.of(
              FaultCode.MASTER_TOKEN_SUPERSEDED,
              "This account had this master token, and it was rotated away or revoked")
          .exception();
    }
    return masters
        .replace(connection, keys, account, request.masterToken())
        .call(() -> restart(connection, account, hash))
        .call(() -> MasterTokens.endClaims(connection, List.of(account)))
        .call(() -> StaticTokens.supersede(connection, List.of(account)));
  }

  private static Uni<Void> lift(SqlConnection connection, AccountKey account) {
    return connection
        .preparedQuery(
            "UPDATE account SET refused_reason = NULL, since = clock_timestamp()"
                + " WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text"
                + " AND refused_reason IS NOT NULL")
        .execute(Claims.key(account))
        .replaceWithVoid();
  }

  /** No client has succeeded with the new master token yet, and it is superseded no longer. */
  private static Uni<Void> restart(SqlConnection connection, AccountKey account, LookupHash hash) {
    return connection
        .preparedQuery(
            "UPDATE account SET last_client_id = NULL, since = clock_timestamp()"
                + " WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text")
        .execute(Claims.key(account))
        .chain(
            () ->
                connection
                    .preparedQuery(
                        "DELETE FROM superseded_master_token WHERE tenant_id = $1::text"
                            + " AND environment = $2::text AND uid = $3::text"
                            + " AND master_hash = $4::bytea")
                    .execute(Claims.key(account).addValue(hash.bytes())))
        .replaceWithVoid();
  }

  private static Uni<Void> expire(
      SqlConnection connection, AccountKey account, MasterTokenRequest request) {
    Tuple parameters =
        Claims.key(account)
            .addOffsetDateTime(
                request.expiresAt() == null ? null : request.expiresAt().atOffset(ZoneOffset.UTC));
    return connection
        .preparedQuery(
            "UPDATE account SET master_expires_at = $4::timestamptz WHERE tenant_id = $1::text"
                + " AND environment = $2::text AND uid = $3::text")
        .execute(parameters)
        .chain(
            () ->
                request.expiresAt() == null
                    ? Uni.createFrom().voidItem()
                    : StaticTokens.shorten(
                        connection,
                        Unnested.keys(List.of(account))
                            .addArrayOfOffsetDateTime(
                                new OffsetDateTime[] {
                                  request.expiresAt().atOffset(ZoneOffset.UTC)
                                })));
  }
}
