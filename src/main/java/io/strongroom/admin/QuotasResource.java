package io.strongroom.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.smallrye.mutiny.Uni;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Limits;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.Caller;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.KeyId;
import io.strongroom.token.TenantId;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits of a tenant and of its keys. */
@Path("/v1/admin/tenants/{tenantId}/quotas")
@Produces(MediaType.APPLICATION_JSON)
public class QuotasResource {
  private static final long MAX_LIMIT = 1_000_000_000_000L;

  private final Limits limits;
  private final CurrentCaller caller;

  QuotasResource(Limits limits, CurrentCaller caller) {
    this.limits = limits;
    this.caller = caller;
  }

  @GET
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Quotas> list(@PathParam("tenantId") String tenantId) {
    return limits
        .list(caller.administered(new TenantId(tenantId)))
        .map(all -> new Quotas(all.stream().map(Quota::of).toList()));
  }

  @PUT
  @Path("/{resource}")
  @Consumes(MediaType.WILDCARD)
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Quota> put(
      @PathParam("tenantId") String tenantId,
      @PathParam("resource") String resource,
      @Nullable QuotaRequest body) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    Resource limited = Resource.named(resource);
    QuotaRequest request = InvalidValue.required(body, "body");
    return permit(tenant, limited, request)
        .chain(() -> limits.set(tenant, limited, request.keyId(), request.limit()))
        .replaceWith(new Quota(limited.path(), request.keyId(), request.limit()));
  }

  /** A tenant's administrator may hold its keys to less than the tenant, and nothing else. */
  private Uni<Void> permit(TenantId tenant, Resource resource, QuotaRequest request) {
    if (caller.get() instanceof Caller.Operator) {
      return Uni.createFrom().voidItem();
    }
    if (request.keyId() == null) {
      throw Fault.of(FaultCode.FORBIDDEN, "The tenant's own limits are the operator's").exception();
    }
    return limits
        .ofTenant(tenant, resource)
        .invoke(
            most ->
                InvalidValue.unless(
                    most == null || request.limit() == null || request.limit() <= most,
                    "limit",
                    "must not be above the tenant's limit of " + most))
        .replaceWithVoid();
  }

  /**
   * A limit to set.
   *
   * @param limit calls an hour; null removes the limit, and must be said
   */
  public record QuotaRequest(@Nullable Long limit, @Nullable KeyId keyId) {
    public QuotaRequest(
        @JsonProperty(value = "limit", required = true) @JsonSetter(nulls = Nulls.SET)
            @Nullable Long limit,
        @Nullable KeyId keyId) {
      InvalidValue.unless(
          limit == null || limit >= 0 && limit <= MAX_LIMIT,
          "limit",
          "must be between 0 and " + MAX_LIMIT);
      this.limit = limit;
      this.keyId = keyId;
    }
  }

  /** All limits that are set. */
  public record Quotas(List<Quota> items) {}

  /** One limit. */
  public record Quota(String resource, @Nullable KeyId keyId, @Nullable Long limit) {
    static Quota of(Limits.Limit limit) {
      return new Quota(limit.resource().path(), limit.keyId(), limit.limit());
    }
  }
}
