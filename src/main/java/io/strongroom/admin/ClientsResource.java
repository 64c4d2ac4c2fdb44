package io.strongroom.admin;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Page;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.TenantId;
import io.strongroom.upstream.Client;
import io.strongroom.upstream.ClientRequest;
import io.strongroom.upstream.Clients;
import io.strongroom.vault.Dependencies;
import io.strongroom.vault.Removal;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The OAuth clients of an environment; their credentials go in and never come out. */
@Path("/v1/admin/tenants/{tenantId}/environments/{environment}/clients")
@Produces(MediaType.APPLICATION_JSON)
public class ClientsResource {
  private final Clients clients;
  private final Removal removal;
  private final Dependencies dependencies;
  private final CurrentCaller caller;

  ClientsResource(
      Clients clients, Removal removal, Dependencies dependencies, CurrentCaller caller) {
    this.clients = clients;
    this.removal = removal;
    this.dependencies = dependencies;
    this.caller = caller;
  }

  @GET
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Page<View>> list(
      @PathParam("tenantId") String tenantId,
      @PathParam("environment") String environment,
      @BeanParam ListQuery query) {
    return clients
        .list(
            caller.administered(new TenantId(tenantId)),
            new EnvironmentName(environment),
            query.page())
        .map(page -> new Page<>(page.items().stream().map(View::of).toList(), page.nextCursor()));
  }

  @PUT
  @Path("/{clientId}")
  @Consumes(MediaType.WILDCARD)
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> put(
      @PathParam("tenantId") String tenantId,
      @PathParam("environment") String environment,
      @PathParam("clientId") String clientId,
      @BeanParam Conditions conditions,
      @Nullable ClientRequest body) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    return clients
        .put(
            tenant,
            new EnvironmentName(environment),
            new ClientId(clientId),
            InvalidValue.required(body, "body"),
            conditions.precondition())
        .map(
            stored ->
                Answers.stored(
                    stored.created(), View.of(stored.resource()), stored.resource().revision()));
  }

  @GET
  @Path("/{clientId}")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> get(
      @PathParam("tenantId") String tenantId,
      @PathParam("environment") String environment,
      @PathParam("clientId") String clientId) {
    return clients
        .get(
            caller.administered(new TenantId(tenantId)),
            new EnvironmentName(environment),
            new ClientId(clientId))
        .map(client -> Answers.ok(View.of(client), client.revision()));
  }

  @DELETE
  @Path("/{clientId}")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> delete(
      @PathParam("tenantId") String tenantId,
      @PathParam("environment") String environment,
      @PathParam("clientId") String clientId,
      @QueryParam("dryRun") @Nullable String dryRun,
      @BeanParam Conditions conditions) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    EnvironmentName name = new EnvironmentName(environment);
    ClientId client = new ClientId(clientId);
    return Answers.deleted(
        Flag.of("dryRun", dryRun),
        () -> dependencies.of(tenant, name, client, conditions.precondition()),
        () -> removal.client(tenant, name, client, conditions.precondition()));
  }

  /** A client without its credential. */
  public record View(
      ClientId clientId,
      String authMethod,
      @Nullable String scope,
      boolean moneyScope,
      @Nullable String upstreamClientId) {
    static View of(Client client) {
      return new View(
          client.clientId(),
          client.authMethod(),
          client.scope(),
          client.moneyScope(),
          client.upstreamClientId());
    }
  }
}
