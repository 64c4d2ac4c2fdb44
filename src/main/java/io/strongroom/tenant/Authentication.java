package io.strongroom.tenant;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.KeyId;
import io.strongroom.token.Name;
import io.strongroom.token.TenantId;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;

/**
 * Finds who holds a key: by its form first, by its hash then.
 *
 * <p>Proxied, because filters are made while the application is built, before it has settings.
 */
@ApplicationScoped
class Authentication {
  private static final String FIND =
      """
      SELECT k.tenant_id, t.name AS tenant_name, k.key_id, k.name, k.auth_scopes,
             k.deleted_at IS NOT NULL OR t.deleted_at IS NOT NULL
               OR coalesce(k.expires_at <= clock_timestamp(), false) AS revoked
        FROM api_key_directory d
        JOIN api_key k ON k.tenant_id = d.tenant_id AND k.key_id = d.key_id
        JOIN tenant t ON t.tenant_id = d.tenant_id
       WHERE d.key_hash = $1::bytea
      """;

  private final Database database;
  private final OperatorKey operator;

  Authentication(Database database, OperatorKey operator) {
    this.database = database;
    this.operator = operator;
  }

  /**
   * @param headers every value of the key's header; more than one is refused
   */
  Uni<Caller> caller(List<String> headers) {
    if (headers.isEmpty()) {
      throw KeyRefused.missing();
    }
    if (headers.size() > 1) {
      throw KeyRefused.format();
    }
    ApiKey key = ApiKey.parse(headers.get(0).trim());
    return operator.is(key) ? Uni.createFrom().item(new Caller.Operator()) : holder(key);
  }

  private Uni<Caller> holder(ApiKey key) {
    return database.read(FIND, Tuple.of(Buffer.buffer(key.hash()))).map(Authentication::found);
  }

  private static Caller found(RowSet<Row> rows) {
    if (!rows.iterator().hasNext()) {
      throw KeyRefused.unknown();
    }
    Row row = rows.iterator().next();
    if (row.getBoolean("revoked")) {
      throw KeyRefused.revoked();
    }
    return new Caller.KeyHolder(
        new TenantId(row.getString("tenant_id")),
        new Name(row.getString("tenant_name")),
        new KeyId(row.getString("key_id")),
        new Name(row.getString("name")),
        Arrays.stream(row.getArrayOfStrings("auth_scopes")).map(AuthScope::valueOf).toList());
  }
}
