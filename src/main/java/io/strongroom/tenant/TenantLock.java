package io.strongroom.tenant;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/**
 * The first lock of every administrative act: the tenant's row. Such acts of one tenant follow one
 * another, and its deletion; data calls do not take it.
 */
public final class TenantLock {
  /** Weak enough that rows which refer to the tenant can be inserted meanwhile. */
  private static final String LOCK =
      "SELECT tenant_id FROM tenant WHERE tenant_id = %s AND deleted_at IS NULL"
          + " FOR NO KEY UPDATE";

  private static final String OF_SESSION = LOCK.formatted("?1");
  private static final String OF_CONNECTION = LOCK.formatted("$1::text");

  private TenantLock() {}

  /** Fails with {@code not-found} for a tenant that does not exist or was deleted. */
  public static Uni<Void> take(Session session, TenantId tenant) {
    return session
        .createNativeQuery(OF_SESSION, String.class)
        .setParameter(1, tenant.value())
        .getSingleResultOrNull()
        .onItem()
        .ifNull()
        .failWith(TenantLock::notFound)
        .replaceWithVoid();
  }

  /** The same, on a connection of the pool. */
  public static Uni<Void> take(SqlConnection connection, TenantId tenant) {
    return connection
        .preparedQuery(OF_CONNECTION)
        .execute(Tuple.of(tenant.value()))
        .invoke(
            rows -> {
              if (rows.size() == 0) {
                throw notFound();
              }
            })
        .replaceWithVoid();
  }

  private static FaultException notFound() {
    return Fault.of(FaultCode.NOT_FOUND, "There is no such tenant").exception();
  }
}
