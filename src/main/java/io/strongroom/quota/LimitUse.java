package io.strongroom.quota;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.KeyId;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What has been used of a tenant's limits in the present hour, as the database counts it. */
@Singleton
public class LimitUse {
  /**
   * Limits that are set, and those that hold because none is set; of living keys alone. There are
   * at most as many as resources for the tenant and for each of its keys.
   */
  private static final String LIST =
      """
      WITH held AS (
             SELECT resource, key_id, max_calls, revision
               FROM quota_limit l
              WHERE tenant_id = $1::text
                AND (key_id = '' OR EXISTS (
                      SELECT 1 FROM api_key k
                       WHERE k.tenant_id = l.tenant_id AND k.key_id = l.key_id
                         AND k.deleted_at IS NULL))
             UNION ALL
             SELECT d.resource, '', d.max_calls, NULL
               FROM unnest($2::text[], $3::bigint[]) AS d(resource, max_calls)
              WHERE NOT EXISTS (
                      SELECT 1 FROM quota_limit l
                       WHERE l.tenant_id = $1::text AND l.resource = d.resource
                         AND l.key_id = ''))
      SELECT held.resource, held.key_id, held.max_calls, held.revision,
             coalesce(w.used, 0) AS used, hour.start + interval '1 hour' AS until
        FROM held
        CROSS JOIN (SELECT date_trunc('hour', clock_timestamp(), 'UTC') AS start) AS hour
        LEFT JOIN quota_window w
          ON w.tenant_id = $1::text AND w.resource = held.resource AND w.key_id = held.key_id
             AND w.window_start = hour.start
       ORDER BY held.resource, held.key_id
      """;

  private final Database database;

  LimitUse(Database database) {
    this.database = database;
  }

  /**
   * A limit of one subject and what is used of it.
   *
   * @param keyId the key that it is of; null where it is the tenant's
   * @param used calls that were counted in the present hour; of a large limit with the whole of
   *     each block that is open
   * @param until when the hour ends
   * @param revision null where nobody has set it and the default holds
   */
  public record Used(
      Resource resource,
      @Nullable KeyId keyId,
      long limit,
      long used,
      Instant until,
      @Nullable UUID revision) {}

  /** The tenant's limits of a resource come before those of its keys. */
  public Uni<List<Used>> list(TenantId tenant) {
    List<Resource> defaults =
        Arrays.stream(Resource.values()).filter(it -> it.defaultLimit().isPresent()).toList();
    return database
        .read(
            LIST,
            Tuple.of(
                tenant.value(),
                defaults.stream().map(Resource::path).toArray(String[]::new),
                defaults.stream().map(it -> it.defaultLimit().getAsLong()).toArray(Long[]::new)))
        .map(LimitUse::all);
  }

  /**
   * Fails with {@code not-found} where no such limit holds.
   *
   * @param key null for the tenant's own
   */
  public Uni<Used> get(TenantId tenant, Resource resource, @Nullable KeyId key) {
    return list(tenant)
        .map(
            all ->
                all.stream()
                    .filter(it -> it.resource() == resource && Objects.equals(it.keyId(), key))
                    .findFirst()
                    .orElseThrow(
                        () -> Fault.of(FaultCode.NOT_FOUND, "There is no such limit").exception()));
  }

  private static List<Used> all(RowSet<Row> rows) {
    List<Used> all = new ArrayList<>();
    for (Row row : rows) {
      String key = row.getString("key_id");
      all.add(
          new Used(
              Resource.named(row.getString("resource")),
              key.isEmpty() ? null : new KeyId(key),
              row.getLong("max_calls"),
              row.getLong("used"),
              row.getOffsetDateTime("until").toInstant(),
              row.getUUID("revision")));
    }
    return all;
  }
}
