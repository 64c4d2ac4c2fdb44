package io.strongroom.quota;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.coherence.Changes;
import io.strongroom.coherence.Topic;
import io.strongroom.database.Database;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.KeyId;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits that tenants' calls are held to. */
@Singleton
public class Limits {
  /** A limit of one subject: the tenant, or one key where {@code keyId} is there. */
  public record Limit(Resource resource, @Nullable KeyId keyId, long limit) {}

  static final String WHOLE_TENANT = "";

  private final Database database;
  private final Audit audit;
  private final Changes changes;

  Limits(Database database, Audit audit, Changes changes) {
    this.database = database;
    this.audit = audit;
    this.changes = changes;
  }

  public Uni<List<Limit>> list(TenantId tenant) {
    return database
        .read(
            "SELECT resource, key_id, max_calls FROM quota_limit WHERE tenant_id = $1::text"
                + " ORDER BY resource, key_id",
            Tuple.of(tenant.value()))
        .map(Limits::all);
  }

  /**
   * Sets or, with null, removes a limit; it holds for the next call.
   *
   * @param key the key it is for; null for the tenant as a whole
   */
  public Uni<Void> set(
      TenantId tenant, Resource resource, @Nullable KeyId key, @Nullable Long limit) {
    String subject = key == null ? WHOLE_TENANT : key.value();
    return changes
        .write(
            (connection, change) -> {
              change.isAbout(Topic.limitsOf(tenant));
              return requireSubject(connection, tenant, key)
                  .chain(() -> store(connection, tenant, resource, subject, limit))
                  .call(() -> audit.record(connection, event(tenant, resource, key, limit)));
            })
        .replaceWithVoid();
  }

  private static Event event(
      TenantId tenant, Resource resource, @Nullable KeyId key, @Nullable Long limit) {
    Event event = Event.of(Action.QUOTA_PUT, tenant).target(resource.path());
    Event limited = limit == null ? event.with("limit", "none") : event.with("limit", limit);
    return key == null ? limited : limited.with("keyId", key.value());
  }

  /** The tenant's own limit of a resource: what was set, else the default, else null. */
  public Uni<@Nullable Long> ofTenant(TenantId tenant, Resource resource) {
    return database
        .read(
            "SELECT max_calls FROM quota_limit WHERE tenant_id = $1::text"
                + " AND resource = $2::text AND key_id = ''",
            Tuple.of(tenant.value(), resource.path()))
        .map(
            rows ->
                rows.iterator().hasNext()
                    ? rows.iterator().next().getLong(0)
                    : byDefault(resource));
  }

  private static @Nullable Long byDefault(Resource resource) {
    return resource.defaultLimit().isPresent() ? resource.defaultLimit().getAsLong() : null;
  }

  private static Uni<Void> requireSubject(
      SqlConnection connection, TenantId tenant, @Nullable KeyId key) {
    String living =
        key == null
            ? "SELECT 1 FROM tenant WHERE tenant_id = $1::text AND deleted_at IS NULL"
            : "SELECT 1 FROM api_key WHERE tenant_id = $1::text AND key_id = $2::text"
                + " AND deleted_at IS NULL";
    Tuple parameters =
        key == null ? Tuple.of(tenant.value()) : Tuple.of(tenant.value(), key.value());
    return connection
        .preparedQuery(living)
        .execute(parameters)
        .invoke(
            rows -> {
              if (rows.size() == 0) {
                throw Fault.of(FaultCode.NOT_FOUND, "There is no such tenant or key").exception();
              }
            })
        .replaceWithVoid();
  }

  private static Uni<RowSet<Row>> store(
      SqlConnection connection,
      TenantId tenant,
      Resource resource,
      String subject,
      @Nullable Long limit) {
    if (limit == null) {
      return connection
          .preparedQuery(
              "DELETE FROM quota_limit WHERE tenant_id = $1::text AND resource = $2::text"
                  + " AND key_id = $3::text")
          .execute(Tuple.of(tenant.value(), resource.path(), subject));
    }
    return connection
        .preparedQuery(
            "INSERT INTO quota_limit (tenant_id, resource, key_id, max_calls)"
                + " VALUES ($1::text, $2::text, $3::text, $4::bigint)"
                + " ON CONFLICT (tenant_id, resource, key_id)"
                + " DO UPDATE SET max_calls = excluded.max_calls")
        .execute(Tuple.of(tenant.value(), resource.path(), subject, limit));
  }

  private static List<Limit> all(RowSet<Row> rows) {
    List<Limit> limits = new ArrayList<>();
    for (Row row : rows) {
      String key = row.getString("key_id");
      limits.add(
          new Limit(
              Resource.named(row.getString("resource")),
              key.isEmpty() ? null : new KeyId(key),
              row.getLong("max_calls")));
    }
    return limits;
  }
}
