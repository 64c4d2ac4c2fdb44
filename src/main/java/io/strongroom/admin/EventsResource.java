package io.strongroom.admin;

import io.smallrye.mutiny.Uni;
import io.strongroom.events.EventType;
import io.strongroom.events.Events;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.token.TenantId;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** What has happened in a tenant, to be read by cursor. */
@Path("/v1/admin/tenants/{tenantId}/events")
@Produces(MediaType.APPLICATION_JSON)
public class EventsResource {
  private final Events events;
  private final CurrentCaller caller;

  EventsResource(Events events, CurrentCaller caller) {
    this.events = events;
    this.caller = caller;
  }

  @GET
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Events.Told> list(
      @PathParam("tenantId") String tenantId,
      @QueryParam("type") @Nullable String type,
      @BeanParam ListQuery query) {
    return events.list(
        caller.administered(new TenantId(tenantId)),
        type == null ? null : EventType.named("type", type),
        query.page());
  }
}
