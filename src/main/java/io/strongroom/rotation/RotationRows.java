package io.strongroom.rotation;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Actor;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.database.Database;
import io.strongroom.database.Page;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.RotationId;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes rotations: how far each is, and who works on it. */
@Singleton
class RotationRows {
  /** Longer than a batch can take; each batch renews it. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  private static final String INSERT =
      """
      INSERT INTO key_rotation (rotation_id, kind, tenant_id, shred, stage, old_version,
                                new_version, proof)
      VALUES ($1::text, $2::text, $3::text, $4::boolean, 'distributing', $5::integer, $6::integer,
              $7::bytea)
      """;

  private static final String TAKE =
      "UPDATE key_rotation SET holder = $1::uuid,"
          + " lease_until = clock_timestamp() + $2::bigint * interval '1 millisecond'"
          + " WHERE rotation_id = (SELECT rotation_id FROM key_rotation"
          + " WHERE finished_at IS NULL AND lease_until <= clock_timestamp()"
          + " ORDER BY lease_until LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING"
          + Rotation.COLUMNS;

  /** Whoever has lost it to another changes nothing. */
  private static final String HELD = " WHERE rotation_id = $1::text AND holder = $2::uuid";

  private static final String ENTER =
      "UPDATE key_rotation SET stage = $3::text, pass = 1, cursor = '{}', broken = 0,"
          + " waits_for = NULL,"
          + " promoted_at = CASE $3::text WHEN 'promoting' THEN clock_timestamp()"
          + " ELSE promoted_at END,"
          + " resealing_at = CASE $3::text WHEN 'resealing' THEN"
          + " coalesce(resealing_at, clock_timestamp()) ELSE resealing_at END,"
          + " resealed_at = CASE $3::text WHEN 'retiring' THEN clock_timestamp()"
          + " ELSE resealed_at END,"
          + " finished_at = CASE WHEN $3::text IN ('done', 'tenant-deleted')"
          + " THEN clock_timestamp() END"
          + HELD
          + " RETURNING"
          + Rotation.COLUMNS;

  private static final String COUNT =
      "UPDATE key_rotation SET total = greatest(total, $3::bigint)" + HELD;

  private static final String ADVANCE =
      "UPDATE key_rotation SET resealed = resealed + $3::integer, broken = broken + $4::integer,"
          + " cursor = $5::text[], waits_for = NULL,"
          + " lease_until = clock_timestamp() + $6::bigint * interval '1 millisecond'"
          + HELD
          + " RETURNING"
          + Rotation.COLUMNS;

  private static final String PASS_AGAIN =
      "UPDATE key_rotation SET pass = pass + 1, cursor = '{}', broken = 0" + HELD;

  private static final String RELEASE =
      "UPDATE key_rotation SET waits_for = $3::text,"
          + " lease_until = clock_timestamp() + $4::bigint * interval '1 millisecond'"
          + HELD;

  private final Database database;
  private final Audit audit;

  RotationRows(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  Uni<Void> insert(SqlConnection connection, Rotation made) {
    return connection
        .preparedQuery(INSERT)
        .execute(
            Tuple.tuple()
                .addString(made.id())
                .addString((made.tenant() == null ? Kind.KEK : Kind.TENANT).word())
                .addString(made.tenant() == null ? "" : made.tenant().value())
                .addBoolean(made.shred())
                .addInteger(made.oldVersion())
                .addInteger(made.newVersion())
                .addValue(made.proof() == null ? null : Buffer.buffer(made.proof())))
        .replaceWithVoid();
  }

  /** Takes one that nobody works on and that is due. */
  Uni<Optional<Rotation>> take(UUID holder) {
    return database
        .write(
            connection ->
                connection.preparedQuery(TAKE).execute(Tuple.of(holder, LEASE.toMillis())))
        .map(RotationRows::first);
  }

  /** Begins the next stage; fails where another works on it by now. */
  Uni<Rotation> enter(SqlConnection connection, Rotation rotation, Stage next) {
    return connection
        .preparedQuery(ENTER)
        .execute(held(rotation).addString(next.word()))
        .map(RotationRows::held)
        .call(entered -> next.isLast() ? end(connection, entered) : Uni.createFrom().voidItem());
  }

  private Uni<Void> end(SqlConnection connection, Rotation ended) {
    Event event =
        Event.of(Action.ROTATION_ENDED, Objects.requireNonNullElse(ended.tenant(), Event.NO_TENANT))
            .by(Actor.service())
            .target(ended.id())
            .outcome(ended.stage() == Stage.DONE ? Event.DONE : ended.stage().word())
            .where("shred", ended.shred());
    return connection
        .preparedQuery("DELETE FROM key_rotation_life WHERE rotation_id = $1::text")
        .execute(Tuple.of(ended.id()))
        .chain(() -> audit.record(connection, event));
  }

  Uni<Rotation> enter(Rotation rotation, Stage next) {
    return database.write(connection -> enter(connection, rotation, next));
  }

  Uni<Void> total(Rotation rotation, long total) {
    return database
        .write(connection -> connection.preparedQuery(COUNT).execute(held(rotation).addLong(total)))
        .replaceWithVoid();
  }

  /** Moves the cursor, in the transaction that did what is behind it. */
  Uni<Rotation> advance(
      SqlConnection connection, Rotation rotation, int resealed, int broken, List<String> cursor) {
    return connection
        .preparedQuery(ADVANCE)
        .execute(
            held(rotation)
                .addInteger(resealed)
                .addInteger(broken)
                .addArrayOfString(cursor.toArray(String[]::new))
                .addLong(LEASE.toMillis()))
        .map(RotationRows::held);
  }

  Uni<Void> passAgain(Rotation rotation) {
    return database
        .write(connection -> connection.preparedQuery(PASS_AGAIN).execute(held(rotation)))
        .replaceWithVoid();
  }

  /** Lets whoever looks next go on, after a rest. */
  Uni<Void> release(Rotation rotation, @Nullable String waitsFor, Duration rest) {
    return database
        .write(
            connection ->
                connection
                    .preparedQuery(RELEASE)
                    .execute(held(rotation).addString(waitsFor).addLong(rest.toMillis())))
        .replaceWithVoid();
  }

  /** Fails with {@code not-found} where there is no such rotation. */
  Uni<Progress> progress(RotationId id) {
    return database
        .read(
            "SELECT" + Progress.COLUMNS + "FROM key_rotation WHERE rotation_id = $1::text",
            Tuple.of(id.value()))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw Fault.of(FaultCode.NOT_FOUND, "There is no such rotation").exception();
              }
              return Progress.of(rows.iterator().next());
            });
  }

  Uni<Page<Progress>> list(Page.Request page) {
    return database
        .read(
            "SELECT"
                + Progress.COLUMNS
                + "FROM key_rotation WHERE rotation_id > $1::text ORDER BY rotation_id"
                + " LIMIT $2::integer",
            Tuple.of(page.cursor(), page.fetch()))
        .map(
            rows -> {
              List<Progress> all = new ArrayList<>();
              rows.forEach(row -> all.add(Progress.of(row)));
              return Page.of(all, page, Progress::rotationId);
            });
  }

  private static Tuple held(Rotation rotation) {
    return Tuple.tuple().addString(rotation.id()).addUUID(rotation.holder());
  }

  private static Rotation held(RowSet<Row> rows) {
    return first(rows).orElseThrow(LostRotation::new);
  }

  private static Optional<Rotation> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(Rotation.of(rows.iterator().next()));
  }
}
