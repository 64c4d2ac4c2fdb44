package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.seal.LookupHash;
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
      SELECT count(*) AS slots FROM held
      """;

  private static final String ENDED =
      "SELECT 1 FROM ended_token WHERE tenant_id = $1::text AND token_hash = $2::bytea"
          + " AND keep_until > clock_timestamp() LIMIT 1";

  private static final String INSPECT =
      """
      SELECT environment, uid, client_id, scopes, generation, issued_at, expires_at
        FROM client_token
       WHERE tenant_id = $1::text AND token_hash = $2::bytea AND expires_at > clock_timestamp()
       ORDER BY expires_at DESC LIMIT 1
      """;

  private final Database database;

  TokenLookup(Database database) {
    this.database = database;
  }

  /**
   * @param by the API key that asks; a storm of its drops is spaced on issue
   */
  Uni<Dropped> drop(TenantId tenant, KeyId by, LookupHash hash) {
    return database.write(connection -> drop(connection, tenant, by, hash));
  }

  private static Uni<Dropped> drop(
      SqlConnection connection, TenantId tenant, KeyId by, LookupHash hash) {
    Tuple key = Tuple.of(tenant.value(), hash.bytes());
    return connection
        .preparedQuery(DROP)
        .execute(Tuple.of(tenant.value(), hash.bytes(), by.value()))
        .chain(
            rows ->
                rows.iterator().next().getLong("slots") > 0
                    ? Uni.createFrom().item(Dropped.DROPPED)
                    : connection
                        .preparedQuery(ENDED)
                        .execute(key)
                        .map(ended -> ended.size() > 0 ? Dropped.SUPERSEDED : Dropped.UNKNOWN));
  }

  Uni<Inspection> inspect(TenantId tenant, LookupHash hash) {
    return database
        .read(INSPECT, Tuple.of(tenant.value(), hash.bytes()))
        .map(rows -> inspection(tenant, rows));
  }

  private static Inspection inspection(TenantId tenant, RowSet<Row> rows) {
    if (rows.size() == 0) {
      return new Inspection.Inactive();
    }
    Row row = rows.iterator().next();
    return new Inspection.Active(
        new Slot(
            tenant,
            new EnvironmentName(row.getString("environment")),
            new Uid(row.getString("uid")),
            new ClientId(row.getString("client_id"))),
        List.of(row.getArrayOfStrings("scopes")),
        row.getLong("generation"),
        row.getOffsetDateTime("issued_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant(),
        null);
  }
}
