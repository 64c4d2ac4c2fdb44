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
      SELECT a.master_hash,
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
                          .chain(() -> store(connection, keys, account, request))
                          .chain(
                              () ->
                                  audit.record(
                                      connection,
                                      Event.of(Action.MASTER_TOKEN_PUT, account)
                                          .token(keys.hash(request.masterToken()))
                                          .where("force", request.isForced())));
                    }));
  }

  /** Erases the master token and the account's client tokens. */
  public Uni<Void> delete(AccountKey account) {
    return erase(account, Action.MASTER_TOKEN_DELETED, Erasure::masterToken);
  }

  /** Erases the account with all that it has. */
  public Uni<Void> deleteAccount(AccountKey account) {
    return erase(account, Action.ACCOUNT_DELETED, Erasure::account);
  }

  private Uni<Void> erase(AccountKey account, Action action, Erasure.OfAccount erasure) {
    return changes.write(
        (connection, change) -> {
          change.isAbout(Topic.of(account));
          return AdminLock.environment(connection, account.tenant(), account.environment())
              .chain(() -> erasure.erase(connection, account))
              .chain(() -> audit.record(connection, Event.of(action, account)));
        });
  }

  private Uni<Void> store(
      SqlConnection connection, TenantKeys keys, AccountKey account, MasterTokenRequest request) {
    LookupHash hash = keys.hash(request.masterToken());
    return connection
        .preparedQuery(CURRENT)
        .execute(Claims.key(account).addValue(hash.bytes()))
        .chain(rows -> store(connection, keys, account, request, hash, rows))
        .chain(() -> expire(connection, account, request));
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
