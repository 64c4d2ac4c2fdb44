package io.strongroom.rotation;

import io.smallrye.mutiny.Uni;
import io.strongroom.seal.WrappedKeys;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.TenantId;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/** A tenant's wrapped keysets in their row, which is locked as by any administrative act. */
final class TenantKeyset {
  private static final String LOCK =
      "SELECT keyset, lookup_keyset, kek_version FROM tenant"
          + " WHERE tenant_id = $1::text AND deleted_at IS NULL FOR NO KEY UPDATE";

  private static final String WRITE =
      "UPDATE tenant SET keyset = $2::bytea, lookup_keyset = $3::bytea, kek_version = $4::integer"
          + " WHERE tenant_id = $1::text";

  private TenantKeyset() {}

  /** Fails with {@code not-found} for a tenant that does not exist or was deleted. */
  static Uni<WrappedKeys> lock(SqlConnection connection, TenantId tenant) {
    return connection
        .preparedQuery(LOCK)
        .execute(Tuple.of(tenant.value()))
        .map(TenantKeyset::wrapped);
  }

  /** Writes what was made of the locked ones. */
  static Uni<Void> write(SqlConnection connection, TenantId tenant, WrappedKeys keys) {
    return connection
        .preparedQuery(WRITE)
        .execute(
            Tuple.of(
                tenant.value(),
                Buffer.buffer(keys.data()),
                Buffer.buffer(keys.lookup()),
                keys.kekVersion()))
        .replaceWithVoid();
  }

  private static WrappedKeys wrapped(RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw Fault.of(FaultCode.NOT_FOUND, "There is no such tenant").exception();
    }
    return wrapped(rows.iterator().next());
  }

  static WrappedKeys wrapped(Row row) {
    return new WrappedKeys(
        row.getBuffer("keyset").getBytes(),
        row.getBuffer("lookup_keyset").getBytes(),
        row.getInteger("kek_version"));
  }
}
