package io.strongroom.audit;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was done in the last 24 hours, by the hour, as the newest sealed rows of the record say.
 *
 * <p>A busy tenant has more rows than can be looked at for a glance: it is told of the newest
 * alone.
 */
@Singleton
public class RecentHours {
  /** Some ten milliseconds of a database's time. */
  private static final int SPAN = 20_000;

  private static final String COUNT =
      """
      WITH newest AS MATERIALIZED (
             SELECT seq, recorded_at, action, outcome, detail FROM audit_event
              WHERE tenant_id = $1::text AND seq IS NOT NULL
              ORDER BY seq DESC LIMIT $2::integer),
           hours AS (
             SELECT generate_series(date_trunc('hour', clock_timestamp(), 'UTC') - interval '23 hours',
                                    clock_timestamp(), interval '1 hour') AS hour)
      SELECT h.hour,
             (count(*) FILTER (WHERE n.action = 'exchange' AND n.outcome = 'done')) AS exchanges,
             (count(*) FILTER (WHERE n.action = 'exchange' AND n.outcome <> 'done')) AS failed,
             coalesce(sum((n.detail::jsonb ->> 'count')::bigint)
                        FILTER (WHERE n.action = 'calls-refused'), 0)::bigint AS refused,
             (SELECT count(*) >= $2::integer AND min(recorded_at) > h.hour FROM newest) AS partly
        FROM hours h
        LEFT JOIN newest n ON n.recorded_at >= h.hour AND n.recorded_at < h.hour + interval '1 hour'
       GROUP BY h.hour ORDER BY h.hour
      """;

  private final Database database;

  RecentHours(Database database) {
    this.database = database;
  }

  /**
   * One hour, UTC.
   *
   * @param exchanges that brought a token
   * @param failed exchanges that did not
   * @param refused calls that were refused for their key, scope or quota
   * @param partly whether older rows of this hour, or all of it, were not looked at
   */
  public record Hour(Instant hour, long exchanges, long failed, long refused, boolean partly) {}

  public Uni<List<Hour>> of(TenantId tenant) {
    return database
        .read(COUNT, Tuple.of(tenant.value(), SPAN))
        .map(
            rows -> {
              List<Hour> hours = new ArrayList<>();
              rows.forEach(
                  row ->
                      hours.add(
                          new Hour(
                              row.getOffsetDateTime("hour").toInstant(),
                              row.getLong("exchanges"),
                              row.getLong("failed"),
                              row.getLong("refused"),
                              row.getBoolean("partly"))));
              return hours;
            });
  }
}
