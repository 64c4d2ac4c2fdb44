package io.strongroom.vault;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.coherence.Change;
import io.strongroom.coherence.Changes;
import io.strongroom.coherence.Topic;
import io.strongroom.database.Database;
import io.strongroom.seal.LookupHash;
import io.strongroom.token.AccountKey;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.KeyId;
import io.strongroom.token.Slot;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Finds client tokens by the keyed hash of their value, in one tenant. */
@Singleton
class TokenLookup {
  private static final String DROP =
      """
      WITH held AS (
             SELECT environment, uid, client_id, generation, expires_at,
                    issued_at > clock_timestamp() - interval '60 seconds' AS young
               FROM client_token
              WHERE tenant_id = $1::text AND token_hash = $2::bytea
                FOR UPDATE),
           ended AS (
             INSERT INTO ended_token (tenant_id, environment, uid, client_id, token_hash,
                                      generation, reason, keep_until, young_drop_by,
                                      young_drop_at)
             SELECT $1::text, environment, uid, client_id, $2::bytea, generation, 'dropped',
                    expires_at + interval '24 hours', CASE WHEN young THEN $3::text END,
                    clock_timestamp()
               FROM held
             ON CONFLICT (tenant_id, token_hash, environment, uid, client_id) DO UPDATE
                SET generation = excluded.generation,
                    keep_until = greatest(ended_token.keep_until, excluded.keep_until),
                    young_drop_by = excluded.young_drop_by,
                    young_drop_at = excluded.young_drop_at,
                    reason = CASE ended_token.reason WHEN 'revoked' THEN 'revoked'
                                                     ELSE 'dropped' END),
           dropped AS (
             UPDATE client_token s
                SET token = NULL, key_version = NULL, token_hash = NULL, quiet_until = NULL,
                    background_after = NULL
               FROM held h
              WHERE s.tenant_id = $1::text AND s.environment = h.environment AND s.uid = h.uid
                AND s.client_id = h.client_id)
      SELECT environment, uid, client_id, generation FROM held
      """;

  /** One row a slot that held it; of more than so many, changes are about the tenant as a whole. */
  private static final String ENDED =
      "SELECT environment, uid FROM ended_token WHERE tenant_id = $1::text AND token_hash = $2::bytea"
          + " AND keep_until > clock_timestamp() LIMIT 1000";

  private static final String INSPECT =
      """
      SELECT environment, uid, client_id, scopes, generation, issued_at, expires_at
        FROM client_token
       WHERE tenant_id = $1::text AND token_hash = $2::bytea AND expires_at > clock_timestamp()
       ORDER BY expires_at DESC LIMIT 1
      """;

  private final Database database;
  private final Audit audit;
  private final Changes changes;

  TokenLookup(Database database, Audit audit, Changes changes) {
    this.database = database;
    this.audit = audit;
    this.changes = changes;
  }

  /**
   * @param by the API key that asks; a storm of its drops is spaced on issue
   */
  Uni<Dropped> drop(TenantId tenant, KeyId by, LookupHash hash) {
    return changes
        .write((connection, change) -> drop(connection, change, tenant, by, hash))
        .chain(
            dropped ->
                dropped
                    ? Uni.createFrom().item(Dropped.DROPPED)
                    : isOver(tenant, hash)
                        .map(over -> over ? Dropped.SUPERSEDED : Dropped.UNKNOWN));
  }

  private Uni<Boolean> drop(
      SqlConnection connection, Change change, TenantId tenant, KeyId by, LookupHash hash) {
    return connection
        .preparedQuery(DROP)
        .execute(Tuple.of(tenant.value(), hash.bytes(), by.value()))
        .invoke(rows -> accounts(tenant, rows).forEach(key -> change.isAbout(Topic.of(key))))
        .call(rows -> recordAll(connection, tenant, hash, rows))
        .map(rows -> rows.size() > 0);
  }

  /** One row a slot that held it: as a rule one. */
  private Uni<Void> recordAll(
      SqlConnection connection, TenantId tenant, LookupHash hash, RowSet<Row> rows) {
    return Multi.createFrom()
        .iterable(rows)
        .onItem()
        .transformToUniAndConcatenate(
            row ->
                audit.record(
                    connection,
                    Event.of(Action.TOKEN_DROPPED, slot(tenant, row))
                        .generation(row.getLong("generation"))
                        .token(hash)))
        .collect()
        .last()
        .replaceWithVoid();
  }

  private static Slot slot(TenantId tenant, Row row) {
    return new Slot(
        tenant,
        new EnvironmentName(row.getString("environment")),
        new Uid(row.getString("uid")),
        new ClientId(row.getString("client_id")));
  }

  /**
   * Whether a slot held this value once. Whoever has ended it may not have been answered yet; this
   * answer must not come sooner, for it promises the same.
   */
  private Uni<Boolean> isOver(TenantId tenant, LookupHash hash) {
    return database
        .read(ENDED, Tuple.of(tenant.value(), hash.bytes()))
        .chain(
            rows ->
                rows.size() == 0
                    ? Uni.createFrom().item(false)
                    : changes.settled(topics(tenant, rows)).replaceWith(true));
  }

  /** Its environment or tenant may have ended, and it with them. */
  private static List<Topic> topics(TenantId tenant, RowSet<Row> rows) {
    return accounts(tenant, rows).stream()
        .flatMap(account -> Topic.around(account).stream())
        .distinct()
        .toList();
  }

  private static List<AccountKey> accounts(TenantId tenant, RowSet<Row> rows) {
    List<AccountKey> accounts = new ArrayList<>();
    for (Row row : rows) {
      accounts.add(
          new AccountKey(
              tenant,
              new EnvironmentName(row.getString("environment")),
              new Uid(row.getString("uid"))));
    }
    return accounts;
  }

  Uni<Inspection> inspect(TenantId tenant, LookupHash hash) {
    return database
        .read(INSPECT, Tuple.of(tenant.value(), hash.bytes()))
        .chain(
            rows ->
                rows.size() == 0
                    ? isOver(tenant, hash).replaceWith(new Inspection.Inactive())
                    : Uni.createFrom().item(active(tenant, rows.iterator().next())));
  }

  private static Inspection active(TenantId tenant, Row row) {
    return new Inspection.Active(
        slot(tenant, row),
        List.of(row.getArrayOfStrings("scopes")),
        row.getLong("generation"),
        row.getOffsetDateTime("issued_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant(),
        null);
  }
}
