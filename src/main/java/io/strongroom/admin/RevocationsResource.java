package io.strongroom.admin;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Page;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.revocation.UpstreamReport;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.RevocationId;
import io.strongroom.token.TenantId;
import io.strongroom.vault.RevocationList;
import io.strongroom.vault.RevocationReport;
import io.strongroom.vault.RevocationRequest;
import io.strongroom.vault.Revocations;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Revocations of a tenant's tokens, here and upstream, and their reports. */
@Path("/v1/admin/tenants/{tenantId}/revocations")
@Produces(MediaType.APPLICATION_JSON)
public class RevocationsResource {
  private final Revocations revocations;
  private final RevocationList list;
  private final CurrentCaller caller;

  RevocationsResource(Revocations revocations, RevocationList list, CurrentCaller caller) {
    this.revocations = revocations;
    this.list = list;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> revoke(
      @PathParam("tenantId") String tenantId, @Nullable RevocationRequest body) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    return revocations
        .revoke(tenant, InvalidValue.required(body, "body"))
        .map(RevocationsResource::answer);
  }

  @GET
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Page<RevocationList.Listed>> list(
      @PathParam("tenantId") String tenantId, @BeanParam ListQuery query) {
    return list.page(caller.administered(new TenantId(tenantId)), query.page());
  }

  @GET
  @Path("/{revocationId}")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> report(
      @PathParam("tenantId") String tenantId, @PathParam("revocationId") String revocationId) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    return revocations
        .report(tenant, new RevocationId(revocationId))
        .map(RevocationsResource::answer);
  }

  @GET
  @Path("/{revocationId}/tokens")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Page<UpstreamReport.Token>> tokens(
      @PathParam("tenantId") String tenantId,
      @PathParam("revocationId") String revocationId,
      @QueryParam("outcome") @Nullable String outcome,
      @BeanParam ListQuery query) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    return revocations.tokens(tenant, new RevocationId(revocationId), outcome, query.page());
  }

  private static Response answer(RevocationReport report) {
    return Response.status(report.isUnderWay() ? Response.Status.ACCEPTED : Response.Status.OK)
        .entity(View.of(report))
        .build();
  }

  /** How far a revocation has come; without an id it was a dry run. */
  public record View(
      @Nullable String revocationId, long matched, long revoked, UpstreamReport.Counts upstream) {
    static View of(RevocationReport report) {
      return new View(report.revocationId(), report.matched(), report.revoked(), report.upstream());
    }
  }
}
