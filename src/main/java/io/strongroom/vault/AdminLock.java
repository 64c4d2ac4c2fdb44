package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.tenant.TenantLock;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/** The first lock of an administrative act on what an environment has. */
final class AdminLock {

  private AdminLock() {}

  /** Locks the tenant and requires the environment. */
  static Uni<Void> environment(
      SqlConnection connection, TenantId tenant, EnvironmentName environment) {
    return TenantLock.take(connection, tenant)
        .chain(
            () ->
                connection
                    .preparedQuery(
                        "SELECT 1 FROM environment WHERE tenant_id = $1::text"
                            + " AND environment = $2::text")
                    .execute(Tuple.of(tenant.value(), environment.value())))
        .invoke(
            rows -> {
              if (rows.size() == 0) {
                throw Fault.of(FaultCode.ENVIRONMENT_NOT_FOUND, "There is no such environment")
                    .exception();
              }
            })
        .replaceWithVoid();
  }
}
