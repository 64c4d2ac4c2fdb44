package io.strongroom.imports;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Actor;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.database.Database;
import io.strongroom.seal.LookupHash;
import io.strongroom.tenant.TenantLock;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.ImportId;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes imports: who uploads, and how far it is. */
@Singleton
class ImportRows {
  /** Uploads of one tenant at once: they follow one another at the tenant's lock anyhow. */
  private static final int MAX_AT_ONCE = 2;

  private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

  /** Some beats of {@link Upload}; beyond it an import counts as interrupted. */
  private static final Duration LEASE = Duration.ofSeconds(20);

  private static final String FIND =
      "SELECT lines, prefix_hash, ended_at, lease_until > clock_timestamp() AS running FROM import"
          + " WHERE tenant_id = $1::text AND import_id = $2::text FOR UPDATE";

  private static final String OTHERS =
      "SELECT count(*) AS running FROM import WHERE tenant_id = $1::text"
          + " AND import_id <> $2::text AND ended_at IS NULL"
          + " AND lease_until > clock_timestamp()";

  /** The last who comes goes on: whoever it was before has lost its connection, or is told. */
  private static final String TAKE =
      """
      INSERT INTO import AS i (tenant_id, import_id, holder, total_lines, total_bytes, lease_until)
      VALUES ($1::text, $2::text, $3::uuid, $4::bigint, $5::bigint,
              clock_timestamp() + $6::bigint * interval '1 millisecond')
      ON CONFLICT (tenant_id, import_id) DO UPDATE
         SET holder = excluded.holder, lease_until = excluded.lease_until, interrupted_by = NULL,
             total_lines = coalesce(excluded.total_lines, i.total_lines),
             total_bytes = coalesce(excluded.total_bytes, i.total_bytes)
      """;

  private static final String GO_ON =
      """
      UPDATE import
         SET run_started_at = clock_timestamp(), run_started_lines = lines,
             run_started_bytes = bytes, updated_at = clock_timestamp()
       WHERE tenant_id = $1::text AND import_id = $2::text AND holder = $3::uuid
      """;

  private static final String RENEW =
      """
      UPDATE import SET lease_until = clock_timestamp() + $4::bigint * interval '1 millisecond'
       WHERE tenant_id = $1::text AND import_id = $2::text AND holder = $3::uuid
         AND ended_at IS NULL
      """;

  private static final String INTERRUPT =
      """
      UPDATE import SET lease_until = clock_timestamp(), interrupted_by = $4::text
       WHERE tenant_id = $1::text AND import_id = $2::text AND holder = $3::uuid
         AND ended_at IS NULL
      """;

  private final Database database;
  private final Audit audit;

  ImportRows(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /** Makes an import, or goes on with one. */
  Uni<Opened> open(TenantId tenant, ImportId id, ImportSource source) {
    UUID holder = UUID.randomUUID();
    Actor by = audit.actor();
    return database.write(
        connection ->
            TenantLock.take(connection, tenant)
                .chain(() -> connection.preparedQuery(FIND).execute(key(tenant, id)))
                .map(rows -> opened(rows, tenant, id, by, holder))
                .call(
                    opened ->
                        opened.finished()
                            ? Uni.createFrom().voidItem()
                            : take(connection, opened, source)
                                .chain(() -> audit.record(connection, begun(opened)))));
  }

  private static Event begun(Opened opened) {
    return Event.of(Action.IMPORT_BEGUN, opened.tenant())
        .by(opened.by())
        .target(opened.id().value())
        .with("lines", opened.lines());
  }

  private static Opened opened(
      RowSet<Row> rows, TenantId tenant, ImportId id, Actor by, UUID holder) {
    if (rows.size() == 0) {
      return new Opened(tenant, id, by, holder, true, 0, null, false);
    }
    Row row = rows.iterator().next();
    return new Opened(
        tenant,
        id,
        by,
        holder,
        false,
        row.getLong("lines"),
        hash(row),
        row.getOffsetDateTime("ended_at") != null);
  }

  private static Uni<Void> take(SqlConnection connection, Opened opened, ImportSource source) {
    return connection
        .preparedQuery(OTHERS)
        .execute(key(opened.tenant(), opened.id()))
        .invoke(rows -> requireRoom(rows.iterator().next().getLong("running")))
        .chain(
            () ->
                connection
                    .preparedQuery(TAKE)
                    .execute(
                        key(opened)
                            .addLong(source.lines())
                            .addLong(source.bytes())
                            .addLong(LEASE.toMillis())))
        .replaceWithVoid();
  }

  private static void requireRoom(long running) {
    if (running >= MAX_AT_ONCE) {
      throw Fault.of(
              FaultCode.QUOTA_EXCEEDED,
              "Two imports of this tenant are under way; a third begins when one of them has ended")
          .retryAfter(ASK_AGAIN)
          .exception();
    }
  }

  /** The rate counts from here: what was done before was only compared. */
  Uni<Void> goOn(Opened opened) {
    return change(GO_ON, key(opened));
  }

  Uni<Void> renew(Opened opened) {
    return change(RENEW, key(opened).addLong(LEASE.toMillis()));
  }

  Uni<Void> interrupt(Opened opened, String why) {
    return change(INTERRUPT, key(opened).addString(why));
  }

  private Uni<Void> change(String sql, Tuple parameters) {
    return database
        .write(connection -> connection.preparedQuery(sql).execute(parameters))
        .replaceWithVoid();
  }

  static Tuple key(Opened opened) {
    return key(opened.tenant(), opened.id()).addUUID(opened.holder());
  }

  static Tuple key(TenantId tenant, ImportId id) {
    return Tuple.of(tenant.value(), id.value());
  }

  static @Nullable LookupHash hash(Row row) {
    var prefix = row.getBuffer("prefix_hash");
    return prefix == null ? null : LookupHash.of(prefix.getBytes());
  }
}
