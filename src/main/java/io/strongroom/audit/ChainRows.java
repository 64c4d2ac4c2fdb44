package io.strongroom.audit;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The rows of chains. Whoever writes one holds the lock of its tenant's head. */
@Singleton
class ChainRows {
  /** Leaps from tenant to tenant in the index, however many rows wait. */
  private static final String WAITING =
      """
      WITH RECURSIVE waiting AS (
             (SELECT tenant_id FROM audit_event WHERE seq IS NULL ORDER BY tenant_id LIMIT 1)
             UNION ALL
             SELECT (SELECT e.tenant_id FROM audit_event e
                      WHERE e.seq IS NULL AND e.tenant_id > w.tenant_id
                      ORDER BY e.tenant_id LIMIT 1)
               FROM waiting w WHERE w.tenant_id IS NOT NULL)
      SELECT tenant_id FROM waiting WHERE tenant_id IS NOT NULL LIMIT $1::integer
      """;

  private static final String HEAD =
      " h.tenant_id AS head_tenant, h.seq AS head_seq, h.hash AS head_hash, h.sealed_at,"
          + " h.signature, h.anchor_seq, h.anchor_hash, h.anchor_signature ";

  private static final String LOCK =
      "SELECT clock_timestamp() AS now,"
          + HEAD
          + ", NULL::bigint AS lowest, NULL::bigint AS highest, 0::bigint AS unsealed"
          + " FROM audit_head h WHERE h.tenant_id = $1::text FOR UPDATE SKIP LOCKED";

  /** One statement, so that head and rows are those of one moment. */
  private static final String STATE =
      "SELECT "
          + HEAD
          + """
            , (SELECT min(seq) FROM audit_event WHERE tenant_id = $1::text AND seq IS NOT NULL)
                AS lowest,
              (SELECT max(seq) FROM audit_event WHERE tenant_id = $1::text AND seq IS NOT NULL)
                AS highest,
              (SELECT count(*) FROM (SELECT 1 FROM audit_event
                                      WHERE tenant_id = $1::text AND seq IS NULL
                                      LIMIT 100000) u) AS unsealed
             FROM (SELECT 1) one LEFT JOIN audit_head h ON h.tenant_id = $1::text
            """;

  /** A chain is begun once: where rows were sealed before, somebody has taken its head away. */
  private static final String BEGIN =
      """
      INSERT INTO audit_head (tenant_id, seq, hash, sealed_at, signature, anchor_seq, anchor_hash,
                              anchor_signature)
      SELECT $1::text, $2::bigint, $3::bytea, $4::timestamptz, $5::bytea, $2::bigint, $3::bytea,
             $6::bytea
       WHERE NOT EXISTS (SELECT 1 FROM audit_event
                          WHERE tenant_id = $1::text AND seq IS NOT NULL)
      ON CONFLICT (tenant_id) DO NOTHING
      """;

  private static final String UNSEALED =
      "SELECT"
          + StoredEvent.COLUMNS
          + "FROM audit_event WHERE tenant_id = $1::text AND seq IS NULL"
          + " ORDER BY recorded_at, event_id LIMIT $2::integer";

  private static final String SEAL =
      """
      UPDATE audit_event e SET seq = s.seq, hash = decode(s.hash, 'hex')
        FROM unnest($2::uuid[], $3::bigint[], $4::text[]) AS s(event_id, seq, hash)
       WHERE e.tenant_id = $1::text AND e.event_id = s.event_id AND e.seq IS NULL
      """;

  private static final String ADVANCE =
      "UPDATE audit_head SET seq = $2::bigint, hash = $3::bytea, sealed_at = $4::timestamptz,"
          + " signature = $5::bytea WHERE tenant_id = $1::text";

  private static final String PAGE =
      "SELECT"
          + Entry.COLUMNS
          + "FROM audit_event WHERE tenant_id = $1::text AND seq > $2::bigint AND seq <= $3::bigint"
          + " ORDER BY seq LIMIT $4::integer";

  private static final String CUT =
      "DELETE FROM audit_event WHERE tenant_id = $1::text AND seq > $2::bigint AND seq <= $3::bigint";

  private static final String ANCHOR =
      "UPDATE audit_head SET anchor_seq = $2::bigint, anchor_hash = $3::bytea,"
          + " anchor_signature = $4::bytea WHERE tenant_id = $1::text";

  private final Database database;

  ChainRows(Database database) {
    this.database = database;
  }

  /** Tenants that have rows to seal. */
  Uni<List<String>> waiting(int most) {
    return database
        .read(WAITING, Tuple.of(most))
        .map(rows -> all(rows, row -> row.getString("tenant_id")));
  }

  Uni<ChainState> state(String tenant) {
    return database.read(STATE, Tuple.of(tenant)).map(rows -> state(rows.iterator().next()));
  }

  /** Locks a head, if it is there and nobody else has it. */
  Uni<List<LockedHead>> lock(SqlConnection connection, String tenant) {
    return connection
        .preparedQuery(LOCK)
        .execute(Tuple.of(tenant))
        .map(
            rows ->
                all(
                    rows,
                    row ->
                        new LockedHead(
                            state(row),
                            StoredEvent.micros(row.getOffsetDateTime("now").toInstant()))));
  }

  /**
   * A head whose lock is held.
   *
   * @param nowMicros by the database's clock
   */
  record LockedHead(ChainState state, long nowMicros) {}

  /** True where the chain did not exist and now has this head. */
  Uni<Boolean> begin(SqlConnection connection, Head head, byte[] anchorSignature) {
    return connection
        .preparedQuery(BEGIN)
        .execute(position(head).addValue(Buffer.buffer(anchorSignature)))
        .map(rows -> rows.rowCount() == 1);
  }

  Uni<List<StoredEvent>> unsealed(SqlConnection connection, String tenant, int most) {
    return connection
        .preparedQuery(UNSEALED)
        .execute(Tuple.of(tenant, most))
        .map(rows -> all(rows, StoredEvent::of));
  }

  /** Gives rows their places; all or none. */
  Uni<Void> seal(SqlConnection connection, Head head, List<StoredEvent> events, List<Link> links) {
    Tuple places =
        Tuple.of(head.tenant())
            .addValue(events.stream().map(StoredEvent::id).toArray(UUID[]::new))
            .addArrayOfLong(links.stream().map(Link::seq).toArray(Long[]::new))
            .addArrayOfString(links.stream().map(Link::hash).toArray(String[]::new));
    return connection
        .preparedQuery(SEAL)
        .execute(places)
        .invoke(
            rows -> {
              if (rows.rowCount() != events.size()) {
                throw new IllegalStateException("a row was sealed past the head's lock");
              }
            })
        .chain(() -> connection.preparedQuery(ADVANCE).execute(position(head)))
        .replaceWithVoid();
  }

  Uni<List<Entry>> page(String tenant, long after, long last, int most) {
    return database
        .read(PAGE, Tuple.of(tenant, after, last, most))
        .map(rows -> all(rows, Entry::of));
  }

  /** Removes the rows up to a link, after which the chain begins from now on. */
  Uni<Void> cut(SqlConnection connection, String tenant, Link from, Link to, byte[] signature) {
    return connection
        .preparedQuery(CUT)
        .execute(Tuple.of(tenant, from.seq(), to.seq()))
        .chain(
            () ->
                connection
                    .preparedQuery(ANCHOR)
                    .execute(
                        Tuple.of(
                            tenant,
                            to.seq(),
                            Buffer.buffer(to.hashBytes()),
                            Buffer.buffer(signature))))
        .replaceWithVoid();
  }

  private static Tuple position(Head head) {
    return Tuple.of(
        head.tenant(),
        head.link().seq(),
        Buffer.buffer(head.link().hashBytes()),
        StoredEvent.instant(head.sealedMicros()).atOffset(ZoneOffset.UTC),
        Buffer.buffer(head.signature()));
  }

  private static ChainState state(Row row) {
    boolean there = row.getString("head_tenant") != null;
    return new ChainState(
        there ? head(row) : null,
        there
            ? new ChainState.Anchor(
                Link.of(row.getLong("anchor_seq"), row.getBuffer("anchor_hash").getBytes()),
                row.getBuffer("anchor_signature").getBytes())
            : null,
        row.getLong("lowest"),
        row.getLong("highest"),
        row.getLong("unsealed"));
  }

  private static Head head(Row row) {
    return new Head(
        row.getString("head_tenant"),
        Link.of(row.getLong("head_seq"), row.getBuffer("head_hash").getBytes()),
        StoredEvent.micros(row.getOffsetDateTime("sealed_at").toInstant()),
        row.getBuffer("signature").getBytes());
  }

  private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
    List<T> all = new ArrayList<>(rows.size());
    rows.forEach(row -> all.add(read.apply(row)));
    return all;
  }
}
