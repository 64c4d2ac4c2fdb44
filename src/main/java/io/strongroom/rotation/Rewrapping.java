package io.strongroom.rotation;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.seal.DoesNotOpen;
import io.strongroom.seal.Sealing;
import io.strongroom.seal.WrappedKeys;
import io.strongroom.token.TenantId;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Wraps tenants' keysets anew, some tenants at a time; what the keysets have sealed stays. */
@Singleton
class Rewrapping {
  static final Duration BETWEEN_PASSES = Duration.ofSeconds(1);

  /** Tenants of a batch: some milliseconds of unwrapping and wrapping. */
  private static final int BATCH = 50;

  private static final String PAGE =
      """
      SELECT tenant_id, keyset, lookup_keyset, kek_version FROM tenant
       WHERE kek_version = $1::integer AND tenant_id > $2::text
       ORDER BY tenant_id LIMIT $3::integer
      """;

  /** Only where it is still what was read: a rotation of the tenant's own key may be under way. */
  private static final String REPLACE =
      """
      UPDATE tenant
         SET keyset = $4::bytea, lookup_keyset = $5::bytea, kek_version = $6::integer
       WHERE tenant_id = $1::text AND keyset = $2::bytea AND kek_version = $3::integer
      """;

  private final Database database;
  private final Sealing sealing;
  private final RotationRows rows;

  Rewrapping(Database database, Sealing sealing, RotationRows rows) {
    this.database = database;
    this.sealing = sealing;
    this.rows = rows;
  }

  private record Found(TenantId tenant, WrappedKeys wrapped) {}

  boolean isAtEnd(Rotation rotation) {
    return rotation.cursor().size() == 1 && rotation.cursor().get(0).isEmpty();
  }

  Uni<Long> count(int version) {
    return database
        .read(
            "SELECT count(*) AS many FROM tenant WHERE kek_version = $1::integer",
            Tuple.of(version))
        .map(found -> found.iterator().next().getLong("many"));
  }

  Uni<Advance> batch(Rotation rotation) {
    String after = rotation.cursor().isEmpty() ? "" : rotation.cursor().get(0);
    return database
        .read(PAGE, Tuple.of(rotation.oldVersion(), after, BATCH))
        .map(Rewrapping::found)
        .chain(found -> database.write(connection -> replace(connection, rotation, found)))
        .map(Advance::to);
  }

  private Uni<Rotation> replace(SqlConnection connection, Rotation rotation, List<Found> found) {
    List<Tuple> fresh = new ArrayList<>();
    found.forEach(one -> rewrap(one, fresh));
    String cursor = found.size() < BATCH ? "" : found.get(BATCH - 1).tenant().value();
    Uni<Void> replaced =
        fresh.isEmpty()
            ? Uni.createFrom().voidItem()
            : connection.preparedQuery(REPLACE).executeBatch(fresh).replaceWithVoid();
    return replaced.chain(
        () ->
            rows.advance(
                connection, rotation, fresh.size(), found.size() - fresh.size(), List.of(cursor)));
  }

  private void rewrap(Found one, List<Tuple> fresh) {
    try {
      WrappedKeys next = sealing.rewrap(one.tenant(), one.wrapped());
      fresh.add(
          Tuple.of(
              one.tenant().value(),
              Buffer.buffer(one.wrapped().data()),
              one.wrapped().kekVersion(),
              Buffer.buffer(next.data()),
              Buffer.buffer(next.lookup()),
              next.kekVersion()));
    } catch (DoesNotOpen e) {
      // It stays as it is, and keeps the old key from going: somebody has to look.
      return;
    }
  }

  private static List<Found> found(RowSet<Row> rows) {
    List<Found> found = new ArrayList<>();
    for (Row row : rows) {
      found.add(new Found(new TenantId(row.getString("tenant_id")), TenantKeyset.wrapped(row)));
    }
    return found;
  }
}
