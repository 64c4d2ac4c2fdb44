package io.strongroom.quota;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.ZoneOffset;

/**
 * Windows of a clock-aligned UTC hour, by the database's clock: how a call is counted in one, for
 * whatever is counted.
 */
public final class Windows {
  /**
   * Counts one call unless the limit is reached. Where it is, no row comes back from the counting
   * and the window's row is read instead, so that the answer can tell when the hour ends.
   */
  private static final String CHARGE =
      """
      WITH now AS (SELECT clock_timestamp() AS at),
           hour AS (SELECT date_trunc('hour', at, 'UTC') AS start, at FROM now),
           counted AS (
             INSERT INTO quota_window AS w (tenant_id, resource, key_id, window_start, used)
             SELECT $1::text, $2::text, $3::text, start, 1 FROM hour WHERE $4::bigint > 0
             ON CONFLICT (tenant_id, resource, key_id, window_start)
             DO UPDATE SET used = w.used + 1 WHERE w.used < $4::bigint
             RETURNING used)
      SELECT (SELECT used FROM counted) AS used,
             start + interval '1 hour' AS until,
             extract(epoch FROM start + interval '1 hour' - at)::float8 AS seconds_left
        FROM hour
      """;

  private static final String READ =
      """
      WITH now AS (SELECT clock_timestamp() AS at),
           hour AS (SELECT date_trunc('hour', at, 'UTC') AS start, at FROM now)
      SELECT coalesce(w.used, 0) AS used,
             start + interval '1 hour' AS until,
             extract(epoch FROM start + interval '1 hour' - at)::float8 AS seconds_left
        FROM hour
        LEFT JOIN quota_window w
          ON w.tenant_id = $1::text AND w.resource = $2::text AND w.key_id = $3::text
             AND w.window_start = start
      """;

  private Windows() {}

  /**
   * Charges one call, in one statement of the given transaction.
   *
   * @param subject what is counted for itself within the tenant; empty for the whole tenant
   * @return a refusal is a window that did not admit the call, not a failure
   */
  public static Uni<Window> charge(
      SqlConnection connection, TenantId tenant, String resource, String subject, long limit) {
    return connection
        .preparedQuery(CHARGE)
        .execute(Tuple.of(tenant.value(), resource, subject, limit))
        .map(rows -> rows.iterator().next())
        .map(row -> window(row, limit, row.getLong("used") != null));
  }

  /** The present window without a charge; one that still admits a call is admitting. */
  public static Uni<Window> read(
      Database database, TenantId tenant, String resource, String subject, long limit) {
    return database
        .read(READ, Tuple.of(tenant.value(), resource, subject))
        .map(rows -> rows.iterator().next())
        .map(row -> window(row, limit, row.getLong("used") < limit));
  }

  private static Window window(Row row, long limit, boolean admitted) {
    Long used = row.getLong("used");
    return new Window(
        limit,
        used == null ? limit : used,
        row.getOffsetDateTime("until").withOffsetSameInstant(ZoneOffset.UTC).toInstant(),
        Duration.ofMillis((long) (row.getDouble("seconds_left") * 1000)),
        admitted);
  }
}
