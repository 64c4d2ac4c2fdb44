package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * The first lock of every administrative act on accounts: the tenant's row. Such acts follow one
 * another; exchanges do not take it.
 */
final class AdminLock {

  private AdminLock() {}

  /** Locks the tenant and requires the environment. */
  static Uni<Void> environment(
      SqlConnection connection, TenantId tenant, EnvironmentName environment) {
    return tenant(connection, tenant)
        .chain(
            () ->
                connection
                    .preparedQuery(
                        "SELECT 1 FROM environment WHERE tenant_id = $1::text"
                            + " AND environment = $2::text")
                    .execute(Tuple.of(tenant.value(), environment.value())))
        .invoke(
            rows ->
                require(
                    rows.size(), FaultCode.ENVIRONMENT_NOT_FOUND, "There is no such environment"))
        .replaceWithVoid();
  }

  private static Uni<Void> tenant(SqlConnection connection, TenantId tenant) {
    return connection
        .preparedQuery(
            "SELECT 1 FROM tenant WHERE tenant_id = $1::text AND deleted_at IS NULL"
                + " FOR NO KEY UPDATE")
        .execute(Tuple.of(tenant.value()))
        .invoke(rows -> require(rows.size(), FaultCode.NOT_FOUND, "There is no such tenant"))
        .replaceWithVoid();
  }

  private static void require(int rows, FaultCode code, String detail) {
    if (rows == 0) {
      throw Fault.of(code, detail).exception();
    }
  }
}
