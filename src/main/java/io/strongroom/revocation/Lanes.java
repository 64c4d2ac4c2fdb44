package io.strongroom.revocation;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Which clients have tokens that wait. A lane is worked on by one instance at a time; an upstream
 * that is not well slows its own lanes and no other.
 */
@Singleton
class Lanes {
  /** Longer than a round takes; beyond it the one who took the lane is taken for dead. */
  private static final Duration LEASE = Duration.ofSeconds(45);

  /** Waits for whoever closes the lane at this moment: it is opened again then. */
  private static final String OPEN =
      """
      INSERT INTO upstream_revocation_lane AS l (tenant_id, environment, client_id)
      VALUES ($1::text, $2::text, $3::text)
      ON CONFLICT (tenant_id, environment, client_id) DO UPDATE
         SET due_at = CASE l.failures WHEN 0 THEN least(l.due_at, excluded.due_at)
                                      ELSE l.due_at END
      """;

  private static final String TAKE =
      """
      UPDATE upstream_revocation_lane l
         SET holder = $1::uuid,
             lease_until = clock_timestamp() + $2::bigint * interval '1 millisecond'
        FROM (SELECT tenant_id, environment, client_id
                FROM upstream_revocation_lane
               WHERE due_at <= clock_timestamp() AND lease_until <= clock_timestamp()
                 AND (failures = 0 OR $3::boolean) AND NOT tenant_id = ANY ($4::text[])
               ORDER BY due_at LIMIT $5::integer
                 FOR UPDATE SKIP LOCKED) d
       WHERE l.tenant_id = d.tenant_id AND l.environment = d.environment
         AND l.client_id = d.client_id
      RETURNING l.tenant_id, l.environment, l.client_id, l.failures
      """;

  private static final String KEY =
      " WHERE tenant_id = $1::text AND environment = $2::text AND client_id = $3::text";

  private static final String HOLD =
      "SELECT 1 FROM upstream_revocation_lane" + KEY + " AND holder = $4::uuid FOR UPDATE";

  private static final String NEXT =
      "SELECT min(due_at) AS due_at FROM upstream_revocation" + KEY + " AND outcome = 'pending'";

  private static final String RELEASE =
      "UPDATE upstream_revocation_lane SET lease_until = clock_timestamp(),"
          + " failures = $4::integer, due_at = greatest($5::timestamptz,"
          + " clock_timestamp() + $6::bigint * interval '1 millisecond')"
          + KEY;

  private static final String CLOSE = "DELETE FROM upstream_revocation_lane" + KEY;

  private final Database database;

  Lanes(Database database) {
    this.database = database;
  }

  /** Sees to it that the clients of these tokens have lanes; in one order, so that none blocks. */
  Uni<Void> open(SqlConnection connection, TenantId tenant, List<RevocableToken> tokens) {
    List<Tuple> keys =
        tokens.stream()
            .filter(token -> token.client() != null)
            .map(token -> List.of(token.account().environment().value(), token.clientText()))
            .distinct()
            .sorted(
                Comparator.<List<String>, String>comparing(k -> k.get(0))
                    .thenComparing(k -> k.get(1)))
            .map(key -> Tuple.of(tenant.value(), key.get(0), key.get(1)))
            .toList();
    return keys.isEmpty()
        ? Uni.createFrom().voidItem()
        : connection.preparedQuery(OPEN).executeBatch(keys).replaceWithVoid();
  }

  /**
   * Takes lanes that are due, the longest due first.
   *
   * @param ailing whether lanes of upstreams that were not well may be among them
   * @param busy tenants that have their share of the work already
   */
  Uni<List<Lane>> take(UUID holder, int most, boolean ailing, Collection<String> busy) {
    Tuple parameters =
        Tuple.tuple()
            .addUUID(holder)
            .addLong(LEASE.toMillis())
            .addBoolean(ailing)
            .addArrayOfString(busy.toArray(String[]::new))
            .addInteger(most);
    return database
        .write(connection -> connection.preparedQuery(TAKE).execute(parameters))
        .map(rows -> lanes(rows, holder));
  }

  /** Locks a lane that is still ours; false where it is not. */
  Uni<Boolean> hold(SqlConnection connection, Lane lane) {
    return connection
        .preparedQuery(HOLD)
        .execute(lane.key().addUUID(lane.holder()))
        .map(rows -> rows.size() > 0);
  }

  /**
   * Gives a lane back, under its lock; one in which nothing waits any more is closed.
   *
   * @param failures rounds in a row in which its upstream was not well
   */
  Uni<Void> release(SqlConnection connection, Lane lane, int failures, Duration pause) {
    return connection
        .preparedQuery(NEXT)
        .execute(lane.key())
        .map(rows -> rows.iterator().next().getOffsetDateTime("due_at"))
        .chain(
            next ->
                next == null
                    ? connection.preparedQuery(CLOSE).execute(lane.key())
                    : connection
                        .preparedQuery(RELEASE)
                        .execute(
                            lane.key()
                                .addInteger(failures)
                                .addOffsetDateTime(next)
                                .addLong(pause.toMillis())))
        .replaceWithVoid();
  }

  /** Closes a lane whose tenant is gone. */
  Uni<Void> close(Lane lane) {
    return database
        .write(connection -> connection.preparedQuery(CLOSE).execute(lane.key()))
        .replaceWithVoid();
  }

  private static List<Lane> lanes(RowSet<Row> rows, UUID holder) {
    List<Lane> lanes = new ArrayList<>();
    rows.forEach(
        row ->
            lanes.add(
                new Lane(
                    new TenantId(row.getString("tenant_id")),
                    row.getString("environment"),
                    row.getString("client_id"),
                    row.getInteger("failures"),
                    holder)));
    return lanes;
  }
}
