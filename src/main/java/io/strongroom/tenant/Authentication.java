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
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
             k.expires_at, k.deleted_at IS NOT NULL OR t.deleted_at IS NOT NULL
               OR coalesce(k.expires_at <= clock_timestamp(), false) AS revoked
        FROM api_key_directory d
        JOIN api_key k ON k.tenant_id = d.tenant_id AND k.key_id = d.key_id
        JOIN tenant t ON t.tenant_id = d.tenant_id
       WHERE d.key_hash = $1::bytea
      """;

  private static final Caller OPERATOR = new Caller.Operator();

  private final Database database;
  private final KeyMemory memory;
  private final OperatorKey operator;

  Authentication(Database database, KeyMemory memory, OperatorKey operator) {
    this.database = database;
    this.memory = memory;
    this.operator = operator;
  }

  /** Who holds the key, as far as that is known without asking the database; else null. */
  @Nullable Caller known(ApiKey key) {
    return operator.is(key) ? OPERATOR : memory.find(ByteBuffer.wrap(key.hash()));
  }

  /** Who holds the key, as the database has it now. */
  Uni<Caller> read(ApiKey key) {
    return read(key.hash());
  }

  /** Who holds the key of this hash, from memory or from the database. */
  Uni<Caller> holder(byte[] hash) {
    Caller known = operator.is(hash) ? OPERATOR : memory.find(ByteBuffer.wrap(hash));
    return known == null ? read(hash) : Uni.createFrom().item(known);
  }

  private Uni<Caller> read(byte[] hash) {
    return memory
        .read(
            ByteBuffer.wrap(hash),
            () -> database.read(FIND, Tuple.of(Buffer.buffer(hash))).map(Authentication::found))
        .map(KeyMemory.Held::holder);
  }

  private static KeyMemory.Held found(RowSet<Row> rows) {
    if (!rows.iterator().hasNext()) {
      throw KeyRefused.unknown();
    }
    Row row = rows.iterator().next();
    if (row.getBoolean("revoked")) {
      throw KeyRefused.revoked();
    }
    OffsetDateTime expires = row.getOffsetDateTime("expires_at");
    return new KeyMemory.Held(
        new Caller.KeyHolder(
            new TenantId(row.getString("tenant_id")),
            new Name(row.getString("tenant_name")),
            new KeyId(row.getString("key_id")),
            new Name(row.getString("name")),
            Arrays.stream(row.getArrayOfStrings("auth_scopes")).map(AuthScope::valueOf).toList()),
        expires == null ? null : expires.toInstant());
  }
}
