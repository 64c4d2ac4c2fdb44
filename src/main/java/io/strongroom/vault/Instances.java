package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.database.Database;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The data directories that run, or ran, over this database. */
@Singleton
public class Instances {
  private static final String LIST =
      """
      SELECT i.instance_id, i.started_at, i.lease_until, i.spooled, i.quarantined,
             i.lease_until > clock_timestamp() AS alive,
             (SELECT count(*) FROM life l
               WHERE l.instance_id = i.instance_id AND l.settled_at IS NULL)::integer AS unsettled
        FROM instance i
       ORDER BY i.started_at, i.instance_id
      """;

  private static final String LOCK =
      "SELECT lease_until > clock_timestamp() AS alive FROM instance"
          + " WHERE instance_id = $1::uuid FOR UPDATE";

  private static final String SETTLE =
      "UPDATE life SET settled_at = clock_timestamp()"
          + " WHERE instance_id = $1::uuid AND settled_at IS NULL";

  private final Database database;
  private final Audit audit;

  Instances(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /**
   * One of them.
   *
   * @param lastSeen when its lease ends or has ended
   * @param spooled outcomes in its spool, as it said last
   * @param unsettledLives of which something may still be in its spool; its present one included
   */
  public record Instance(
      UUID instanceId,
      boolean alive,
      Instant startedAt,
      Instant lastSeen,
      int spooled,
      int quarantined,
      int unsettledLives) {}

  public Uni<List<Instance>> list() {
    return database
        .read(LIST, Tuple.tuple())
        .map(
            rows -> {
              List<Instance> all = new ArrayList<>();
              rows.forEach(row -> all.add(instance(row)));
              return all;
            });
  }

  /**
   * Declares that an instance does not come back: nobody waits for its spool any more. If it does
   * come back, what it brings is still taken where it is not too late. One that is alive is a
   * conflict.
   */
  public Uni<Void> giveUp(UUID instance) {
    return database.write(connection -> giveUp(connection, instance));
  }

  private Uni<Void> giveUp(SqlConnection connection, UUID instance) {
    Tuple key = Tuple.of(instance);
    return connection
        .preparedQuery(LOCK)
        .execute(key)
        .invoke(rows -> requireGone(rows.size() == 0 ? null : rows.iterator().next()))
        .chain(() -> connection.preparedQuery(SETTLE).execute(key))
        .chain(
            () ->
                connection
                    .preparedQuery("DELETE FROM instance WHERE instance_id = $1::uuid")
                    .execute(key))
        .chain(
            () ->
                audit.record(
                    connection,
                    Event.of(Action.INSTANCE_GIVEN_UP, Event.NO_TENANT)
                        .target(instance.toString())));
  }

  private static void requireGone(@Nullable Row instance) {
    if (instance == null) {
      throw Fault.of(FaultCode.NOT_FOUND, "There is no such instance").exception();
    }
    if (instance.getBoolean("alive")) {
      throw Fault.of(FaultCode.CONFLICT, "The instance is alive").exception();
    }
  }

  private static Instance instance(Row row) {
    return new Instance(
        row.getUUID("instance_id"),
        row.getBoolean("alive"),
        seconds(row, "started_at"),
        seconds(row, "lease_until"),
        row.getInteger("spooled"),
        row.getInteger("quarantined"),
        row.getInteger("unsettled"));
  }

  private static Instant seconds(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant().truncatedTo(ChronoUnit.SECONDS);
  }
}
