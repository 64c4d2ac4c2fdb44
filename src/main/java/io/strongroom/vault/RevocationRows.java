package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.seal.LookupHash;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.RandomId;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Reads and writes revocations: what was asked, how far it is, and who works on it. */
@Singleton
class RevocationRows {
  /** Longer than a batch can take; each batch renews it. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  private static final String INSERT =
      """
      INSERT INTO revocation (tenant_id, environment, uid, client_id, token_hash, key_id,
                              issued_before, issued_after, revocation_id, timed, master_token,
                              upstream, matched, cursor, holder, lease_until)
      VALUES ($1::text, $2::text, $3::text, $4::text, $5::bytea, $6::text, $7::timestamptz,
              $8::timestamptz, $9::text, $10::boolean, $11::boolean, $12::boolean, $13::bigint,
              $14::text[], $15::uuid,
              clock_timestamp() + $16::bigint * interval '1 millisecond')
      """;

  private static final String COLUMNS =
      " tenant_id, revocation_id, environment, uid, client_id, token_hash, key_id, issued_before,"
          + " issued_after, timed, master_token, upstream, cursor, holder ";

  private static final String TAKE =
      "UPDATE revocation SET holder = $1::uuid,"
          + " lease_until = clock_timestamp() + $2::bigint * interval '1 millisecond'"
          + " WHERE (tenant_id, revocation_id) = (SELECT tenant_id, revocation_id FROM revocation"
          + " WHERE finished_at IS NULL AND lease_until <= clock_timestamp()"
          + " ORDER BY lease_until LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING"
          + COLUMNS;

  private static final String HOLD =
      "SELECT"
          + COLUMNS
          + "FROM revocation WHERE tenant_id = $1::text AND revocation_id = $2::text"
          + " AND holder = $3::uuid AND finished_at IS NULL FOR UPDATE";

  /** At the end what was matched is what was revoked: others may have dropped some meanwhile. */
  private static final String ADVANCE =
      """
      UPDATE revocation
         SET cursor = $3::text[], revoked = revoked + $4::integer,
             matched = CASE WHEN $5::boolean THEN revoked + $4::integer
                            ELSE greatest(matched, revoked + $4::integer + 1) END,
             finished_at = CASE WHEN $5::boolean THEN clock_timestamp() END,
             lease_until = clock_timestamp() + $6::bigint * interval '1 millisecond'
       WHERE tenant_id = $1::text AND revocation_id = $2::text
      """;

  private static final String RELEASE =
      "UPDATE revocation SET lease_until = clock_timestamp() WHERE tenant_id = $1::text"
          + " AND revocation_id = $2::text AND holder = $3::uuid";

  private static final String REPORT =
      "SELECT matched, revoked FROM revocation WHERE tenant_id = $1::text"
          + " AND revocation_id = $2::text";

  private final Database database;
  private final RandomGenerator random = new SecureRandom();

  RevocationRows(Database database) {
    this.database = database;
  }

  /** What was matched and what has ended of it. */
  record Progress(long matched, long revoked) {}

  /** Fixes a request's time and meaning by the database's clock. */
  Uni<Matching> matching(
      SqlConnection connection,
      TenantId tenant,
      RevocationRequest request,
      @Nullable LookupHash hash) {
    return connection
        .query("SELECT clock_timestamp() AS now")
        .execute()
        .map(rows -> rows.iterator().next().getOffsetDateTime("now"))
        .map((OffsetDateTime now) -> Matching.of(tenant, request, hash, now));
  }

  Uni<Long> count(SqlConnection connection, Matching matching) {
    return connection
        .preparedQuery(
            "SELECT count(*) AS matched FROM client_token s WHERE " + matching.tokens("s"))
        .execute(matching.parameters())
        .map(rows -> rows.iterator().next().getLong("matched"));
  }

  Uni<Revocation> insert(
      SqlConnection connection,
      Matching matching,
      RevocationRequest request,
      long matched,
      UUID holder) {
    Revocation made =
        new Revocation(
            matching.tenant(),
            RandomId.next(random),
            matching,
            request.isTimed(),
            request.revokesMasterTokens(),
            request.asksUpstream(),
            Revocation.Cursor.START,
            holder);
    return connection
        .preparedQuery(INSERT)
        .execute(
            matching
                .parameters()
                .addString(made.id())
                .addBoolean(made.timed())
                .addBoolean(made.masterTokens())
                .addBoolean(made.upstream())
                .addLong(matched)
                .addArrayOfString(made.cursor().parts())
                .addUUID(holder)
                .addLong(LEASE.toMillis()))
        .replaceWith(made);
  }

  /** Takes one that nobody works on any more. */
  Uni<Optional<Revocation>> take(UUID holder) {
    return database
        .write(
            connection ->
                connection.preparedQuery(TAKE).execute(Tuple.of(holder, LEASE.toMillis())))
        .map(RevocationRows::first);
  }

  /** Locks one that is still ours, as it stands now. */
  Uni<Optional<Revocation>> hold(SqlConnection connection, Revocation revocation) {
    return connection
        .preparedQuery(HOLD)
        .execute(key(revocation).addUUID(revocation.holder()))
        .map(RevocationRows::first);
  }

  Uni<Void> advance(SqlConnection connection, Revocation revocation, Revocation.Step step) {
    return connection
        .preparedQuery(ADVANCE)
        .execute(
            key(revocation)
                .addArrayOfString(step.cursor().parts())
                .addInteger(step.revoked())
                .addBoolean(step.last())
                .addLong(LEASE.toMillis()))
        .replaceWithVoid();
  }

  /** Lets others go on with it at once. */
  Uni<Void> release(Revocation revocation) {
    return database
        .write(
            connection ->
                connection
                    .preparedQuery(RELEASE)
                    .execute(key(revocation).addUUID(revocation.holder())))
        .replaceWithVoid();
  }

  /** Fails with {@code not-found} where the tenant has no such revocation. */
  Uni<Progress> progress(TenantId tenant, String id) {
    return database
        .read(REPORT, Tuple.of(tenant.value(), id))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw Fault.of(FaultCode.NOT_FOUND, "There is no such revocation").exception();
              }
              Row row = rows.iterator().next();
              return new Progress(row.getLong("matched"), row.getLong("revoked"));
            });
  }

  private static Tuple key(Revocation revocation) {
    return Tuple.of(revocation.tenant().value(), revocation.id());
  }

  private static Optional<Revocation> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(revocation(rows.iterator().next()));
  }

  private static Revocation revocation(Row row) {
    TenantId tenant = new TenantId(row.getString("tenant_id"));
    return new Revocation(
        tenant,
        row.getString("revocation_id"),
        Matching.of(tenant, row),
        row.getBoolean("timed"),
        row.getBoolean("master_token"),
        row.getBoolean("upstream"),
        Revocation.Cursor.of(List.of(row.getArrayOfStrings("cursor"))),
        row.getUUID("holder"));
  }
}
