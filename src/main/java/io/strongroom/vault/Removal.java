package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.coherence.Changes;
import io.strongroom.coherence.Topic;
import io.strongroom.http.Precondition;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.TenantId;
import io.strongroom.upstream.Clients;
import io.strongroom.upstream.Environments;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** Removes configuration together with what the vault holds under it. */
@Singleton
public class Removal {
  static final String HAS_ACCOUNTS =
      "The environment has accounts; ?cascade=true removes them with it";

  private final Audit audit;
  private final Changes changes;
  private final Environments environments;
  private final Clients clients;

  Removal(Audit audit, Changes changes, Environments environments, Clients clients) {
    this.audit = audit;
    this.changes = changes;
    this.environments = environments;
    this.clients = clients;
  }

  /**
   * Removes an environment.
   *
   * @param cascade whether its accounts go with it; without, having some is a conflict
   */
  public Uni<Void> environment(
      TenantId tenant, EnvironmentName name, boolean cascade, Precondition precondition) {
    return changes.write(
        (connection, change) -> {
          change.isAbout(Topic.of(tenant, name));
          return AdminLock.environment(connection, tenant, name)
              .chain(() -> clear(connection, tenant, name, cascade))
              .chain(() -> environments.delete(connection, tenant, name, precondition))
              .chain(
                  () ->
                      audit.record(
                          connection,
                          Event.of(Action.ENVIRONMENT_DELETED, tenant, name)
                              .where("cascade", cascade)));
        });
  }

  /** Removes a client and erases the tokens that it has brought. */
  public Uni<Void> client(
      TenantId tenant, EnvironmentName environment, ClientId client, Precondition precondition) {
    return changes.write(
        (connection, change) -> {
          change.isAbout(Topic.of(tenant, environment));
          return AdminLock.environment(connection, tenant, environment)
              .chain(() -> clients.delete(connection, tenant, environment, client, precondition))
              .chain(
                  () ->
                      Erasure.client(
                          connection, tenant.value(), environment.value(), client.value()))
              .chain(
                  () ->
                      audit.record(
                          connection,
                          Event.of(Action.CLIENT_DELETED, tenant, environment).client(client)));
        });
  }

  private static Uni<Void> clear(
      SqlConnection connection, TenantId tenant, EnvironmentName name, boolean cascade) {
    if (cascade) {
      return Erasure.accounts(connection, tenant.value(), name.value());
    }
    return connection
        .preparedQuery(
            "SELECT 1 FROM account WHERE tenant_id = $1::text AND environment = $2::text LIMIT 1")
        .execute(Tuple.of(tenant.value(), name.value()))
        .invoke(
            rows -> {
              if (rows.size() > 0) {
                throw Fault.of(FaultCode.CONFLICT, HAS_ACCOUNTS).exception();
              }
            })
        .chain(() -> Erasure.accounts(connection, tenant.value(), name.value()));
  }
}
