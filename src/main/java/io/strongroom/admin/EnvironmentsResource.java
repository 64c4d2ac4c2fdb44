package io.strongroom.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Page;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.Caller;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.TenantId;
import io.strongroom.upstream.Environment;
import io.strongroom.upstream.EnvironmentSettings;
import io.strongroom.upstream.Environments;
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

/** The environments of a tenant. */
@Path("/v1/admin/tenants/{tenantId}/environments")
@Produces(MediaType.APPLICATION_JSON)
public class EnvironmentsResource {
  private final Environments environments;
  private final Removal removal;
  private final Dependencies dependencies;
  private final CurrentCaller caller;

  EnvironmentsResource(
      Environments environments, Removal removal, Dependencies dependencies, CurrentCaller caller) {
    this.environments = environments;
    this.removal = removal;
    this.dependencies = dependencies;
    this.caller = caller;
  }

  @GET
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Page<View>> list(@PathParam("tenantId") String tenantId, @BeanParam ListQuery query) {
    return environments
        .list(caller.administered(new TenantId(tenantId)), query.page())
        .map(page -> new Page<>(page.items().stream().map(View::of).toList(), page.nextCursor()));
  }

  @PUT
  @Path("/{environment}")
  @Consumes(MediaType.WILDCARD)
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> put(
      @PathParam("tenantId") String tenantId,
      @PathParam("environment") String environment,
      @QueryParam("rebind") @Nullable String rebind,
      @BeanParam Conditions conditions,
      @Nullable EnvironmentSettings body) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    return environments
        .put(
            tenant,
            new EnvironmentName(environment),
            InvalidValue.required(body, "body"),
            conditions.precondition(),
            mayRebind(Flag.of("rebind", rebind)))
        .map(
            stored ->
                Answers.stored(
                    stored.created(), View.of(stored.resource()), stored.resource().revision()));
  }

  @GET
  @Path("/{environment}")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> get(
      @PathParam("tenantId") String tenantId, @PathParam("environment") String environment) {
    return environments
        .get(caller.administered(new TenantId(tenantId)), new EnvironmentName(environment))
        .map(found -> Answers.ok(View.of(found), found.revision()));
  }

  @DELETE
  @Path("/{environment}")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> delete(
      @PathParam("tenantId") String tenantId,
      @PathParam("environment") String environment,
      @QueryParam("cascade") @Nullable String cascade,
      @QueryParam("dryRun") @Nullable String dryRun,
      @BeanParam Conditions conditions) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    EnvironmentName name = new EnvironmentName(environment);
    boolean withAccounts = Flag.of("cascade", cascade);
    return Answers.deleted(
        Flag.of("dryRun", dryRun),
        () -> dependencies.of(tenant, name, withAccounts, conditions.precondition()),
        () -> removal.environment(tenant, name, withAccounts, conditions.precondition()));
  }

  private boolean mayRebind(boolean asked) {
    if (asked && !(caller.get() instanceof Caller.Operator)) {
      throw Fault.of(FaultCode.FORBIDDEN, "Only the operator may bind secrets to another origin")
          .exception();
    }
    return asked;
  }

  /** An environment with its name. */
  public record View(EnvironmentName environment, @JsonUnwrapped EnvironmentSettings settings) {
    static View of(Environment environment) {
      return new View(environment.name(), environment.settings());
    }
  }
}
