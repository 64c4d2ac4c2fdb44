package io.strongroom.events;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Actor;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.audit.EventFeed;
import io.strongroom.database.Database;
import io.strongroom.upstream.WebhookPosts.Result;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sends to a webhook, and how far it has come. A turn is a lease with a fence: what comes of it
 * is written only while nobody has taken the webhook since, so a sender that stood still moves the
 * cursor neither forward nor back. No transaction is held while something is sent.
 */
@Singleton
class Turns {
  /** Longer than one call; renewed with each event that was delivered. */
  static final Duration LEASE = Duration.ofSeconds(30);

  /** A receiver that takes nothing for so long is sent to no more, until it is put again. */
  private static final Duration PATIENCE = Duration.ofDays(7);

  /**
   * A webhook with nothing to send is moved along once an hour all the same, lest what goes for its
   * age be taken for missed.
   */
  private static final String TAKE =
      """
      UPDATE webhook w
         SET turn = w.turn + 1, lease_until = clock_timestamp() + $4::bigint * interval '1 ms'
        FROM (SELECT c.tenant_id, c.name
                FROM webhook c
                JOIN audit_head h ON h.tenant_id = c.tenant_id AND h.seq > c.cursor
                JOIN tenant t ON t.tenant_id = c.tenant_id AND t.deleted_at IS NULL
               WHERE c.disabled IS NULL AND c.due_at <= clock_timestamp()
                 AND c.lease_until < clock_timestamp() AND ($2::boolean OR c.failures = 0)
                 AND c.tenant_id <> ALL ($3::text[])
                 AND (c.lease_until < clock_timestamp() - interval '1 hour'
                      OR EXISTS (SELECT 1 FROM audit_event
                                  WHERE tenant_id = c.tenant_id AND seq > c.cursor AND %s))
               ORDER BY c.due_at LIMIT $1::integer
                 FOR UPDATE OF c SKIP LOCKED) AS due
       WHERE w.tenant_id = due.tenant_id AND w.name = due.name
      RETURNING
      """
              .formatted(EventFeed.CONDITION)
          + Taken.COLUMNS;

  private static final String MINE =
      " WHERE tenant_id = $1::text AND name = $2::text AND turn = $3::bigint";

  private static final String DELIVERED =
      """
      UPDATE webhook
         SET cursor = $4::bigint, last_status = $5::integer, last_problem = NULL, failures = 0,
             failing_since = NULL, last_success_at = clock_timestamp(),
             lease_until = clock_timestamp() + $6::bigint * interval '1 ms'
      """
          + MINE;

  private static final String MISSED =
      "UPDATE webhook SET cursor = $4::bigint, missed_to = $4::bigint" + MINE;

  /** Whoever has more to send stands behind the others. */
  private static final String END =
      "UPDATE webhook SET cursor = $4::bigint, due_at = clock_timestamp(),"
          + " lease_until = clock_timestamp()"
          + MINE;

  private static final String FAILED =
      """
      UPDATE webhook
         SET failures = failures + 1, failing_since = coalesce(failing_since, clock_timestamp()),
             last_status = $4::integer, last_problem = $5::text,
             due_at = clock_timestamp() + $6::bigint * interval '1 ms',
             lease_until = clock_timestamp(),
             disabled = CASE WHEN $7::boolean THEN 'gone'
                             WHEN failing_since < clock_timestamp() - $8::bigint * interval '1 ms'
                             THEN 'failing' END
      """
          + MINE
          + " RETURNING disabled";

  private final Database database;
  private final Audit audit;

  Turns(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /**
   * Takes webhooks that have something to send and whose time has come.
   *
   * @param ailing whether one may be among them whose receiver has just failed
   * @param busy tenants that have their share already
   */
  Uni<List<Taken>> take(int most, boolean ailing, List<String> busy) {
    return database
        .write(
            connection ->
                connection
                    .preparedQuery(TAKE)
                    .execute(Tuple.of(most, ailing, busy.toArray(String[]::new), LEASE.toMillis())))
        .map(
            rows -> {
              List<Taken> taken = new ArrayList<>();
              rows.forEach(row -> taken.add(Taken.of(row)));
              return taken;
            });
  }

  /** An event has arrived; false where the turn is another's by now. */
  Uni<Boolean> delivered(Taken webhook, long place, @Nullable Integer status) {
    return write(
        DELIVERED, mine(webhook).addLong(place).addInteger(status).addLong(LEASE.toMillis()));
  }

  /** Events up to this place are gone, and were not sent. */
  Uni<Boolean> missed(Taken webhook, long place) {
    return write(MISSED, mine(webhook).addLong(place));
  }

  /** Ends the turn; events up to this place are done. */
  Uni<Boolean> end(Taken webhook, long place) {
    return write(END, mine(webhook).addLong(place));
  }

  /**
   * Ends the turn after a try that failed.
   *
   * @param gone whether the receiver says that it is no more
   */
  Uni<Void> failed(Taken webhook, Result result, Duration pause, boolean gone) {
    Tuple parameters =
        mine(webhook)
            .addInteger(result.status())
            .addString(result.problem())
            .addLong(pause.toMillis())
            .addBoolean(gone)
            .addLong(PATIENCE.toMillis());
    return database.write(
        connection ->
            connection
                .preparedQuery(FAILED)
                .execute(parameters)
                .chain(rows -> tell(connection, webhook, rows)));
  }

  private Uni<Void> tell(SqlConnection connection, Taken webhook, Iterable<Row> rows) {
    for (Row row : rows) {
      String disabled = row.getString("disabled");
      if (disabled != null) {
        return audit.record(
            connection,
            Event.of(Action.WEBHOOK_DISABLED, webhook.tenant())
                .by(Actor.service())
                .target(webhook.name().value())
                .with("reason", disabled));
      }
    }
    return Uni.createFrom().voidItem();
  }

  private Uni<Boolean> write(String sql, Tuple parameters) {
    return database
        .write(connection -> connection.preparedQuery(sql).execute(parameters))
        .map(rows -> rows.rowCount() == 1);
  }

  private static Tuple mine(Taken webhook) {
    return Tuple.tuple()
        .addString(webhook.tenant().value())
        .addString(webhook.name().value())
        .addLong(webhook.turn());
  }
}
