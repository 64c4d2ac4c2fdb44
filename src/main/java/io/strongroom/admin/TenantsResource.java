package io.strongroom.admin;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Page;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.tenant.Tenant;
import io.strongroom.tenant.Tenants;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.Name;
import io.strongroom.token.TenantId;
import io.strongroom.vault.Dependencies;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Tenants; the operator's, but for reading one's own. */
@Path("/v1/admin/tenants")
@Produces(MediaType.APPLICATION_JSON)
public class TenantsResource {
  private final Tenants tenants;
  private final Dependencies dependencies;
  private final CurrentCaller caller;

  TenantsResource(Tenants tenants, Dependencies dependencies, CurrentCaller caller) {
    this.tenants = tenants;
    this.dependencies = dependencies;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @Requires(AuthScope.OPERATOR)
  public Uni<Response> create(@Nullable TenantRequest body) {
    TenantRequest request = InvalidValue.required(body, "body");
    return tenants
        .create(request.name())
        .map(tenant -> Answers.stored(true, tenant, tenant.revision()));
  }

  @GET
  @Requires(AuthScope.OPERATOR)
  public Uni<Page<Tenant>> list(@BeanParam ListQuery query) {
    return tenants.list(query.page());
  }

  @GET
  @Path("/{tenantId}")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> get(@PathParam("tenantId") String tenantId) {
    return tenants
        .get(caller.administered(new TenantId(tenantId)))
        .map(tenant -> Answers.ok(tenant, tenant.revision()));
  }

  @PUT
  @Path("/{tenantId}")
  @Consumes(MediaType.WILDCARD)
  @Requires(AuthScope.OPERATOR)
  public Uni<Response> rename(
      @PathParam("tenantId") String tenantId,
      @BeanParam Conditions conditions,
      @Nullable TenantRequest body) {
    TenantRequest request = InvalidValue.required(body, "body");
    return tenants
        .rename(new TenantId(tenantId), request.name(), conditions.precondition())
        .map(tenant -> Answers.ok(tenant, tenant.revision()));
  }

  @DELETE
  @Path("/{tenantId}")
  @Requires(AuthScope.OPERATOR)
  public Uni<Response> delete(
      @PathParam("tenantId") String tenantId,
      @QueryParam("dryRun") @Nullable String dryRun,
      @BeanParam Conditions conditions) {
    TenantId tenant = new TenantId(tenantId);
    return Answers.deleted(
        Flag.of("dryRun", dryRun),
        () -> dependencies.of(tenant, conditions.precondition()),
        () -> tenants.delete(tenant, conditions.precondition()));
  }

  /** A tenant as its operator makes or edits it. */
  public record TenantRequest(Name name) {
    public TenantRequest {
      name = InvalidValue.required(name, "name");
    }
  }
}
