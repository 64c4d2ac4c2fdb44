package io.strongroom.admin;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.audit.AuditTrail;
import io.strongroom.audit.EventFilter;
import io.strongroom.audit.FetchCount;
import io.strongroom.audit.FetchFilter;
import io.strongroom.audit.Fetches;
import io.strongroom.audit.Link;
import io.strongroom.audit.RecordedEvent;
import io.strongroom.audit.SignedHead;
import io.strongroom.audit.Verification;
import io.strongroom.database.Page;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Keyring;
import io.strongroom.tenant.Requires;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import io.strongroom.token.TenantId;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** The record of what was done in a tenant. */
@Path("/v1/admin/tenants/{tenantId}/audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
  private static final String NDJSON = "application/x-ndjson";

  private final AuditTrail trail;
  private final Verification verification;
  private final Fetches fetches;
  private final Keyring keyring;
  private final CurrentCaller caller;

  AuditResource(
      AuditTrail trail,
      Verification verification,
      Fetches fetches,
      Keyring keyring,
      CurrentCaller caller) {
    this.trail = trail;
    this.verification = verification;
    this.fetches = fetches;
    this.keyring = keyring;
    this.caller = caller;
  }

  @GET
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Page<RecordedEvent>> list(
      @PathParam("tenantId") String tenantId,
      @BeanParam AuditQuery filter,
      @BeanParam ListQuery query) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    return trail.list(tenant, filter.filter(), filter.order(), query.page());
  }

  /** The same by a token's value, which must not be in a URL. */
  @POST
  @Path("/search")
  @Consumes(MediaType.WILDCARD)
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Page<RecordedEvent>> search(
      @PathParam("tenantId") String tenantId,
      @BeanParam AuditQuery filter,
      @BeanParam ListQuery query,
      @Nullable TokenSearch body) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    SecretText token = InvalidValue.required(body, "body").token();
    EventFilter others = filter.filter();
    Page.Request page = query.page();
    return keyring
        .of(tenant)
        .map(keys -> others.ofToken(keys.hash(token)))
        .chain(all -> trail.list(tenant, all, filter.order(), page));
  }

  @GET
  @Path("/export")
  @Produces(NDJSON)
  @RestStreamElementType(MediaType.APPLICATION_JSON)
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Multi<RecordedEvent> export(
      @PathParam("tenantId") String tenantId, @BeanParam AuditQuery filter) {
    return trail.export(caller.administered(new TenantId(tenantId)), filter.filter());
  }

  @GET
  @Path("/head")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<SignedHead> head(@PathParam("tenantId") String tenantId) {
    return trail.head(caller.administered(new TenantId(tenantId)));
  }

  @GET
  @Path("/verify")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Verification.Report> verify(
      @PathParam("tenantId") String tenantId, @QueryParam("since") @Nullable String since) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    Link kept = since == null ? null : Link.parse("since", since);
    return trail.known(tenant).chain(() -> verification.verify(tenant, kept));
  }

  /** How often keys were handed tokens of users, by the hour. */
  @GET
  @Path("/fetches")
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Page<FetchCount>> fetches(
      @PathParam("tenantId") String tenantId,
      @BeanParam FetchQuery filter,
      @BeanParam ListQuery query) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    FetchFilter asked = filter.filter();
    Page.Request page = query.page();
    return trail.known(tenant).chain(() -> fetches.list(tenant, asked, page));
  }

  /** A token whose acts are looked for. */
  public record TokenSearch(SecretText token) {
    public TokenSearch {
      token = InvalidValue.required(token, "token");
      InvalidValue.unless(token.length() > 0, "token", "must not be empty");
    }
  }
}
