package io.strongroom.revocation;

import io.smallrye.mutiny.Uni;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.FaultCode;
import io.strongroom.token.Slot;
import io.strongroom.token.Uid;
import io.strongroom.upstream.RevocationTargets;
import io.strongroom.upstream.Routes;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Finds out how a lane's tokens go to their upstream. */
@Singleton
class Dispatches {
  private static final Logger LOG = Logger.getLogger(Dispatches.class);

  private final Routes routes;
  private final RevocationTargets targets;

  Dispatches(Routes routes, RevocationTargets targets) {
    this.routes = routes;
    this.targets = targets;
  }

  Uni<Dispatch> find(SqlConnection connection, TenantKeys keys, Lane lane, Uid any) {
    EnvironmentName environment = new EnvironmentName(lane.environment());
    Slot slot = new Slot(lane.tenant(), environment, any, new ClientId(lane.client()));
    return routes
        .find(connection, keys, slot)
        .chain(
            route ->
                targets
                    .find(connection, keys, lane.tenant(), environment)
                    .map(target -> new Dispatch(route, target.orElse(null), null)))
        // The client or its whole environment is gone.
        .onFailure(FaultCode.CREDENTIALS_NOT_FOUND::isOf)
        .recoverWithItem(Dispatch.impossible("no-client"))
        .onFailure(UpstreamRevocations::isOfTheEndpoint)
        .recoverWithItem(
            failure -> {
              LOG.warn("a revocation endpoint must not be used", failure);
              return Dispatch.impossible("endpoint-unusable");
            });
  }
}
