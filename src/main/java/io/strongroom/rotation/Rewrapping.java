package io.strongroom.rotation;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.seal.DoesNotOpen;
import io.strongroom.seal.Sealing;
import io.strongroom.seal.WrappedKeys;
import io.strongroom.seal.WrappedSigner;
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

/**
 * Wraps keysets anew: the service's own, then tenants', some at a time. What they have sealed or
 * signed stays.
 */
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

  private static final String SIGNER =
      "SELECT keyset FROM audit_key WHERE kek_version = $1::integer FOR UPDATE";

  private static final String REPLACE_SIGNER =
      "UPDATE audit_key SET keyset = $1::bytea, kek_version = $2::integer";

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
    return (after.isEmpty() ? signer(rotation) : Uni.createFrom().voidItem())
        .chain(() -> database.read(PAGE, Tuple.of(rotation.oldVersion(), after, BATCH)))
        .map(Rewrapping::found)
        .chain(found -> database.write(connection -> replace(connection, rotation, found)))
        .map(Advance::to);
  }

  private Uni<Void> signer(Rotation rotation) {
    return database.write(
        connection ->
            connection
                .preparedQuery(SIGNER)
                .execute(Tuple.of(rotation.oldVersion()))
                .chain(
                    rows ->
                        rows.size() == 0
                            ? Uni.createFrom().voidItem()
                            : replaceSigner(connection, rows.iterator().next())));
  }

  private Uni<Void> replaceSigner(SqlConnection connection, Row row) {
    WrappedSigner next = sealing.rewrapSigner(row.getBuffer("keyset").getBytes());
    return connection
        .preparedQuery(REPLACE_SIGNER)
        .execute(Tuple.of(Buffer.buffer(next.keyset()), next.kekVersion()))
        .replaceWithVoid();
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
