package io.strongroom.quota;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
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

  /** Counts a block: an eighth of what is left at most, so that blocks shrink towards the limit. */
  private static final String TAKE_BLOCK =
      """
      WITH now AS (SELECT clock_timestamp() AS at),
           hour AS (SELECT date_trunc('hour', at, 'UTC') AS start, at FROM now),
           counted AS (
             INSERT INTO quota_window AS w (tenant_id, resource, key_id, window_start, used, block,
                                            open_until)
             SELECT $1::text, $2::text, $3::text, start, calls, calls,
                    at + $6::integer * interval '1 millisecond'
               FROM hour, (SELECT greatest(1, least($5::bigint, $4::bigint / 8)) AS calls) first
              WHERE $4::bigint > 0
             ON CONFLICT (tenant_id, resource, key_id, window_start)
             DO UPDATE SET used = w.used + greatest(1, least($5::bigint, ($4::bigint - w.used) / 8)),
                           block = greatest(1, least($5::bigint, ($4::bigint - w.used) / 8)),
                           open_until = greatest(w.open_until, excluded.open_until)
              WHERE w.used < $4::bigint
             RETURNING used, block)
      SELECT (SELECT used FROM counted) AS used, (SELECT block FROM counted) AS block, start,
             start + interval '1 hour' AS until,
             extract(epoch FROM start + interval '1 hour' - at)::float8 AS seconds_left,
             coalesce((SELECT w.open_until > at FROM quota_window w
                        WHERE w.tenant_id = $1::text AND w.resource = $2::text
                          AND w.key_id = $3::text AND w.window_start = start), false) AS open
        FROM hour
      """;

  private static final String GIVE_BACK =
      "UPDATE quota_window SET used = used - $5::bigint WHERE tenant_id = $1::text"
          + " AND resource = $2::text AND key_id = $3::text AND window_start = $4::timestamptz";

  private Windows() {}

  /**
   * Counts a block of calls, or none where the limit is reached.
   *
   * @param size the most calls of it
   * @param lease how long the taker may keep what it does not need
   */
  static Uni<BlockCount> takeBlock(
      Database database, Subject subject, long limit, long size, Duration lease) {
    return database
        .write(
            connection ->
                connection
                    .preparedQuery(TAKE_BLOCK)
                    .execute(
                        key(subject)
                            .addLong(limit)
                            .addLong(size)
                            .addInteger((int) lease.toMillis())))
        .map(rows -> rows.iterator().next())
        .map(
            row ->
                new BlockCount(
                    window(row, limit, row.getLong("used") != null),
                    instant(row, "start"),
                    row.getLong("block") == null ? 0 : row.getLong("block"),
                    row.getBoolean("open")));
  }

  /**
   * What came of counting a block.
   *
   * @param window with the whole block; refuses where the limit was reached
   * @param calls in the block
   * @param open whether some of what is used may still be given back by others
   */
  record BlockCount(Window window, Instant start, long calls, boolean open) {
    Allowance.Block block() {
      return new Allowance.Block(start, window.end(), window.used(), calls);
    }
  }

  /** Takes back calls that were counted in a block and not admitted. */
  static Uni<Void> giveBack(Database database, Subject subject, Instant start, long calls) {
    return database
        .write(
            connection ->
                connection
                    .preparedQuery(GIVE_BACK)
                    .execute(
                        key(subject)
                            .addOffsetDateTime(start.atOffset(ZoneOffset.UTC))
                            .addLong(calls)))
        .replaceWithVoid();
  }

  private static Tuple key(Subject subject) {
    return Tuple.of(subject.tenant().value(), subject.resource(), subject.keyId());
  }

  private static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).withOffsetSameInstant(ZoneOffset.UTC).toInstant();
  }

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
        instant(row, "until"),
        Duration.ofMillis((long) (row.getDouble("seconds_left") * 1000)),
        admitted);
  }
}
