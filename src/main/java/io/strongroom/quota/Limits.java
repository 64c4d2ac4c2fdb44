package io.strongroom.quota;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.coherence.Changes;
import io.strongroom.coherence.Topic;
import io.strongroom.database.Database;
import io.strongroom.http.Precondition;
import io.strongroom.tenant.TenantLock;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.KeyId;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The limits that tenants' calls are held to. */
@Singleton
public class Limits {
  static final String WHOLE_TENANT = "";

  private final Database database;
  private final Audit audit;
  private final Changes changes;

  Limits(Database database, Audit audit, Changes changes) {
    this.database = database;
    this.audit = audit;
    this.changes = changes;
  }

  /**
   * Sets or, with null, removes a limit; it holds for the next call.
   *
   * @param key the key it is for; null for the tenant as a whole
   * @return its revision; empty where there is none any more
   */
  public Uni<Optional<UUID>> set(
      TenantId tenant,
      Resource resource,
      @Nullable KeyId key,
      @Nullable Long limit,
      Precondition precondition) {
    String subject = key == null ? WHOLE_TENANT : key.value();
    return changes.write(
        (connection, change) -> {
          change.isAbout(Topic.limitsOf(tenant));
          return TenantLock.take(connection, tenant)
              .chain(() -> requireSubject(connection, tenant, key))
              .chain(() -> revision(connection, tenant, resource, subject))
              .invoke(present -> precondition.check(present.orElse(null)))
              .chain(() -> store(connection, tenant, resource, subject, limit))
              .call(() -> audit.record(connection, event(tenant, resource, key, limit)));
        });
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
    if (key == null) {
      return Uni.createFrom().voidItem();
    }
    return connection
        .preparedQuery(
            "SELECT 1 FROM api_key WHERE tenant_id = $1::text AND key_id = $2::text"
                + " AND deleted_at IS NULL")
        .execute(Tuple.of(tenant.value(), key.value()))
        .invoke(
            rows -> {
              if (rows.size() == 0) {
                throw Fault.of(FaultCode.NOT_FOUND, "There is no such API key").exception();
              }
            })
        .replaceWithVoid();
  }

  private static Uni<Optional<UUID>> revision(
      SqlConnection connection, TenantId tenant, Resource resource, String subject) {
    return connection
        .preparedQuery(
            "SELECT revision FROM quota_limit WHERE tenant_id = $1::text AND resource = $2::text"
                + " AND key_id = $3::text")
        .execute(Tuple.of(tenant.value(), resource.path(), subject))
        .map(Limits::revision);
  }

  private static Uni<Optional<UUID>> store(
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
          .execute(Tuple.of(tenant.value(), resource.path(), subject))
          .replaceWith(Optional.empty());
    }
    return connection
        .preparedQuery(
            "INSERT INTO quota_limit (tenant_id, resource, key_id, max_calls)"
                + " VALUES ($1::text, $2::text, $3::text, $4::bigint)"
                + " ON CONFLICT (tenant_id, resource, key_id)"
                + " DO UPDATE SET max_calls = excluded.max_calls, revision = gen_random_uuid()"
                + " RETURNING revision")
        .execute(Tuple.of(tenant.value(), resource.path(), subject, limit))
        .map(Limits::revision);
  }

  private static Optional<UUID> revision(RowSet<Row> rows) {
    return rows.size() == 0
        ? Optional.empty()
        : Optional.of(rows.iterator().next().getUUID("revision"));
  }
}
