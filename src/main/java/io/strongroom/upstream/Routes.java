package io.strongroom.upstream;

import io.smallrye.mutiny.Uni;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.Slot;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Objects;

/** Reads how a slot's exchange is made, and opens what it needs for that. */
@Singleton
public class Routes {
  private static final String FIND =
      """
      SELECT e.revision AS environment_revision, e.settings, e.origins, e.rotation_seen,
             c.revision AS client_revision, c.auth_method, c.secret, c.scope, c.money_scope,
             coalesce(c.upstream_client_id, c.client_id) AS upstream_client_id
        FROM environment e
        JOIN client c ON c.tenant_id = e.tenant_id AND c.environment = e.environment
       WHERE e.tenant_id = $1::text AND e.environment = $2::text AND c.client_id = $3::text
      """;

  private final Environments environments;
  private final OutgoingConfig switches;

  Routes(Environments environments, OutgoingConfig switches) {
    this.environments = environments;
    this.switches = switches;
  }

  /**
   * The route of a slot; {@code credentials-not-found} if environment or client are gone.
   *
   * <p>Fails unexpectedly if what is stored does not open or the endpoint is not at the origin that
   * secrets are bound to: then somebody has changed the database.
   */
  public Uni<Route> find(SqlConnection connection, TenantKeys keys, Slot slot) {
    return connection
        .preparedQuery(FIND)
        .execute(Tuple.of(slot.tenant().value(), slot.environment().value(), slot.client().value()))
        .map(rows -> route(rows, keys, slot));
  }

  private Route route(RowSet<Row> rows, TenantKeys keys, Slot slot) {
    if (!rows.iterator().hasNext()) {
      throw Fault.of(FaultCode.CREDENTIALS_NOT_FOUND, "The environment has no such client")
          .exception();
    }
    Row row = rows.iterator().next();
    EnvironmentSettings settings = environments.read(row.getString("settings"));
    return new Route(
        slot.tenant(),
        slot.environment(),
        row.getUUID("environment_revision"),
        settings,
        rotates(settings, row.getBoolean("rotation_seen")),
        bound(row, keys, slot, settings.mainEndpointMember(), settings.mainEndpoint()),
        settings.introspectionEndpoint() == null
            ? null
            : bound(
                row,
                keys,
                slot,
                Environments.INTROSPECTION_ENDPOINT,
                settings.introspectionEndpoint()),
        AuthMethod.of(row.getString("auth_method")),
        row.getString("upstream_client_id"),
        keys.open(
            new Sealed(row.getBuffer("secret").getBytes()),
            Clients.place(slot.tenant(), slot.environment(), slot.client())),
        row.getString("scope"),
        row.getBoolean("money_scope"),
        new Revisions(row.getUUID("environment_revision"), row.getUUID("client_revision")));
  }

  private Endpoint bound(Row row, TenantKeys keys, Slot slot, String member, String text) {
    Endpoint endpoint = Endpoint.parse(member, text, switches);
    Origins.open(keys, slot.tenant(), slot.environment(), row.getBuffer("origins").getBytes())
        .require(member, endpoint);
    return endpoint;
  }

  /** A provider that has rotated once is one that rotates, whatever the settings say. */
  private static boolean rotates(EnvironmentSettings settings, boolean rotationSeen) {
    if (settings.grantType() == GrantType.STATIC) {
      return false;
    }
    boolean said =
        Objects.requireNonNullElse(
            settings.rotating(), settings.grantType().grant().rotatesByDefault());
    return rotationSeen || said;
  }

  /** Remembers, in the transaction that records it, that this environment has rotated. */
  public Uni<Void> rememberRotation(SqlConnection connection, Slot slot) {
    return connection
        .preparedQuery(
            "UPDATE environment SET rotation_seen = true WHERE tenant_id = $1::text"
                + " AND environment = $2::text AND NOT rotation_seen")
        .execute(Tuple.of(slot.tenant().value(), slot.environment().value()))
        .replaceWithVoid();
  }
}
