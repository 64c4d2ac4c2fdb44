package io.strongroom.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.smallrye.mutiny.Uni;
import io.strongroom.quota.Charged;
import io.strongroom.quota.LimitUse;
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
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits of a tenant and of its keys. */
@Path("/v1/admin/tenants/{tenantId}/quotas")
@Produces(MediaType.APPLICATION_JSON)
public class QuotasResource {
  private static final long MAX_LIMIT = 1_000_000_000_000L;

  private final Limits limits;
  private final LimitUse use;
  private final CurrentCaller caller;

  QuotasResource(Limits limits, LimitUse use, CurrentCaller caller) {
    this.limits = limits;
    this.use = use;
    this.caller = caller;
  }

  @GET
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Quotas> list(@PathParam("tenantId") String tenantId) {
    return use.list(caller.administered(new TenantId(tenantId)))
        .map(all -> new Quotas(all.stream().map(UsedQuota::of).toList()));
  }

  @GET
  @Path("/{resource}")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> get(
      @PathParam("tenantId") String tenantId,
      @PathParam("resource") String resource,
      @QueryParam("keyId") @Nullable String keyId) {
    return use.get(
            caller.administered(new TenantId(tenantId)),
            Resource.named(resource),
            keyId == null ? null : new KeyId(keyId))
        .map(found -> Answers.ok(UsedQuota.of(found), found.revision()));
  }

  @PUT
  @Path("/{resource}")
  @Consumes(MediaType.WILDCARD)
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Response> put(
      @PathParam("tenantId") String tenantId,
      @PathParam("resource") String resource,
      @BeanParam Conditions conditions,
      @Nullable QuotaRequest body) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    Resource limited = Resource.named(resource);
    QuotaRequest request = InvalidValue.required(body, "body");
    return permit(tenant, limited, request)
        .chain(
            () ->
                limits.set(
                    tenant, limited, request.keyId(), request.limit(), conditions.precondition()))
        .map(revision -> Answers.ok(Quota.of(limited, request), revision.orElse(null)));
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

  /** All limits that hold. */
  public record Quotas(List<UsedQuota> items) {}

  /** A limit as it was set. */
  public record Quota(String resource, @Nullable KeyId keyId, @Nullable Long limit) {
    static Quota of(Resource resource, QuotaRequest request) {
      return new Quota(resource.path(), request.keyId(), request.limit());
    }
  }

  /**
   * A limit with what is used of it.
   *
   * @param used calls of the present hour
   * @param until when that hour ends
   * @param byDefault true where nobody has set it, else absent
   */
  public record UsedQuota(
      String resource,
      @Nullable KeyId keyId,
      long limit,
      long used,
      Instant until,
      @Nullable Boolean byDefault) {
    static UsedQuota of(LimitUse.Used limit) {
      return new UsedQuota(
          limit.resource().path(),
          limit.keyId(),
          limit.limit(),
          limit.used(),
          limit.until(),
          limit.revision() == null ? true : null);
    }
  }
}
