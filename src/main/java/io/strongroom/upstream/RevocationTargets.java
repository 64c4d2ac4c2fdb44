package io.strongroom.upstream;

import io.smallrye.mutiny.Uni;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads where environments' tokens are revoked. */
@Singleton
public class RevocationTargets {
  private final Environments environments;
  private final OutgoingConfig switches;

  RevocationTargets(Environments environments, OutgoingConfig switches) {
    this.environments = environments;
    this.switches = switches;
  }

  /**
   * The target of an environment; empty where its upstream revokes nothing, or it is gone.
   *
   * <p>Fails unexpectedly if the endpoint is not at the origin that secrets are bound to: then
   * somebody has changed the database.
   */
  public Uni<Optional<RevocationTarget>> find(
      SqlConnection connection, TenantKeys keys, TenantId tenant, EnvironmentName environment) {
    return connection
        .preparedQuery(
            "SELECT settings, origins FROM environment WHERE tenant_id = $1::text"
                + " AND environment = $2::text")
        .execute(Tuple.of(tenant.value(), environment.value()))
        .map(rows -> target(rows, keys, tenant, environment));
  }

  private Optional<RevocationTarget> target(
      RowSet<Row> rows, TenantKeys keys, TenantId tenant, EnvironmentName environment) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    EnvironmentSettings settings = environments.read(row.getString("settings"));
    if (settings.revocationEndpoint() == null) {
      return Optional.empty();
    }
    Endpoint endpoint =
        Endpoint.parse(Environments.REVOCATION_ENDPOINT, settings.revocationEndpoint(), switches);
    Origins.open(keys, tenant, environment, row.getBuffer("origins").getBytes())
        .require(Environments.REVOCATION_ENDPOINT, endpoint);
    return Optional.of(
        new RevocationTarget(endpoint, RevocationStyle.of(settings.revocationStyle())));
  }
}
