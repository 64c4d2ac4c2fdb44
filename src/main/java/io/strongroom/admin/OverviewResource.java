package io.strongroom.admin;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.RecentHours;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.tenant.Tenants;
import io.strongroom.token.Name;
import io.strongroom.token.TenantId;
import io.strongroom.vault.AccountCounts;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** How a tenant is doing, at a glance; each part looks at a bounded number of rows. */
@Path("/v1/admin/tenants/{tenantId}/overview")
@Produces(MediaType.APPLICATION_JSON)
public class OverviewResource {
  private final Tenants tenants;
  private final AccountCounts accounts;
  private final RecentHours hours;
  private final CurrentCaller caller;

  OverviewResource(
      Tenants tenants, AccountCounts accounts, RecentHours hours, CurrentCaller caller) {
    this.tenants = tenants;
    this.accounts = accounts;
    this.hours = hours;
    this.caller = caller;
  }

  @GET
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<View> get(@PathParam("tenantId") String tenantId) {
    TenantId tenant = caller.administered(new TenantId(tenantId));
    return tenants
        .get(tenant)
        .chain(
            found ->
                Uni.combine()
                    .all()
                    .unis(accounts.of(tenant), hours.of(tenant))
                    .with((counted, recent) -> new View(found.name(), counted, recent)));
  }

  /**
   * A tenant at a glance.
   *
   * @param hours the last 24, the oldest first
   */
  public record View(Name name, AccountCounts.Counts accounts, List<RecentHours.Hour> hours) {}
}
