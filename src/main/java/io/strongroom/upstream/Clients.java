package io.strongroom.upstream;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.coherence.Changes;
import io.strongroom.coherence.Topic;
import io.strongroom.database.Database;
import io.strongroom.database.Page;
import io.strongroom.http.Precondition;
import io.strongroom.seal.Place;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.tenant.Keyring;
import io.strongroom.tenant.TenantLock;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** The OAuth clients of environments. */
@Singleton
public class Clients {
  private final Database database;
  private final Audit audit;
  private final Changes changes;
  private final Keyring keyring;

  Clients(Database database, Audit audit, Changes changes, Keyring keyring) {
    this.database = database;
    this.audit = audit;
    this.changes = changes;
    this.keyring = keyring;
  }

  /** Writes a client as a whole; it holds for the next exchange. */
  public Uni<Stored<Client>> put(
      TenantId tenant,
      EnvironmentName environment,
      ClientId client,
      ClientRequest request,
      Precondition precondition) {
    return keyring
        .of(tenant)
        .chain(
            keys ->
                changes.entities(
                    (session, change) -> {
                      change.isAbout(Topic.of(tenant, environment));
                      return TenantLock.take(session, tenant)
                          .call(() -> Environments.existing(session, tenant, environment))
                          .chain(() -> find(session, tenant, environment, client))
                          .invoke(row -> precondition.check(row == null ? null : row.revision))
                          .chain(
                              row ->
                                  write(
                                      session,
                                      row == null ? blank(tenant, environment, client) : row,
                                      row == null,
                                      request,
                                      keys))
                          .call(
                              stored ->
                                  audit.record(
                                      session,
                                      Event.of(Action.CLIENT_PUT, tenant, environment)
                                          .client(client)
                                          .with("authMethod", request.authMethod())
                                          .where("created", stored.created())));
                    }));
  }

  public Uni<Client> get(TenantId tenant, EnvironmentName environment, ClientId client) {
    return database
        .entities(session -> existing(session, tenant, environment, client))
        .map(Client::of);
  }

  /** Clients in the order of their ids; fails with {@code environment-not-found}. */
  public Uni<Page<Client>> list(TenantId tenant, EnvironmentName environment, Page.Request page) {
    return database
        .entities(
            session ->
                Environments.existing(session, tenant, environment)
                    .chain(
                        () ->
                            session
                                .createQuery(
                                    "from ClientRow where tenantId = :tenant"
                                        + " and environment = :environment and clientId > :cursor"
                                        + " order by clientId",
                                    ClientRow.class)
                                .setParameter("tenant", tenant.value())
                                .setParameter("environment", environment.value())
                                .setParameter("cursor", page.cursor())
                                .setMaxResults(page.fetch())
                                .getResultList()))
        .map(
            rows ->
                Page.of(
                    rows.stream().map(Client::of).toList(),
                    page,
                    client -> client.clientId().value()));
  }

  /** Removes the client; its tokens are the vault's, which erases them in the same transaction. */
  public Uni<Void> delete(
      SqlConnection connection,
      TenantId tenant,
      EnvironmentName environment,
      ClientId client,
      Precondition precondition) {
    return connection
        .preparedQuery(
            "DELETE FROM client WHERE tenant_id = $1::text AND environment = $2::text"
                + " AND client_id = $3::text RETURNING revision")
        .execute(Tuple.of(tenant.value(), environment.value(), client.value()))
        .invoke(rows -> check(precondition, rows))
        .replaceWithVoid();
  }

  private static void check(Precondition precondition, RowSet<Row> deleted) {
    if (deleted.size() == 0) {
      throw notFound();
    }
    precondition.check(deleted.iterator().next().getUUID("revision"));
  }

  private static ClientRow blank(TenantId tenant, EnvironmentName environment, ClientId client) {
    ClientRow row = new ClientRow();
    row.tenantId = tenant.value();
    row.environment = environment.value();
    row.clientId = client.value();
    return row;
  }

  private static Uni<Stored<Client>> write(
      Session session, ClientRow row, boolean created, ClientRequest request, TenantKeys keys) {
    Sealed secret =
        keys.seal(
            request.credential(),
            place(
                new TenantId(row.tenantId),
                new EnvironmentName(row.environment),
                new ClientId(row.clientId)));
    row.revision = UUID.randomUUID();
    row.authMethod = request.authMethod();
    row.secret = secret.bytes();
    row.keyVersion = secret.keyVersion();
    row.scope = request.scope();
    row.moneyScope = Boolean.TRUE.equals(request.moneyScope());
    row.upstreamClientId = request.upstreamClientId();
    Uni<Void> written = created ? session.persist(row).call(session::flush) : session.flush();
    return written.replaceWith(() -> new Stored<>(Client.of(row), created));
  }

  static Place place(TenantId tenant, EnvironmentName environment, ClientId client) {
    return new Place(tenant, "client", environment.value(), "", client.value(), "secret");
  }

  /** The item is null where there is none. */
  private static Uni<ClientRow> find(
      Session session, TenantId tenant, EnvironmentName environment, ClientId client) {
    return session.find(
        ClientRow.class, new ClientRow.Key(tenant.value(), environment.value(), client.value()));
  }

  private static Uni<ClientRow> existing(
      Session session, TenantId tenant, EnvironmentName environment, ClientId client) {
    return Environments.existing(session, tenant, environment)
        .chain(() -> find(session, tenant, environment, client))
        .onItem()
        .ifNull()
        .failWith(Clients::notFound);
  }

  private static FaultException notFound() {
    return Fault.of(FaultCode.NOT_FOUND, "There is no such client").exception();
  }
}
