package io.strongroom.admin;

import io.smallrye.mutiny.Uni;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import io.strongroom.upstream.UpstreamState;
import io.strongroom.upstream.UpstreamState.BudgetState;
import io.strongroom.upstream.UpstreamStates;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** How the upstream of an environment is, as the instance that answers sees it. */
@Path("/v1/admin/tenants/{tenantId}/environments/{environment}/upstream")
@Produces(MediaType.APPLICATION_JSON)
public class UpstreamResource {
  private final UpstreamStates states;
  private final CurrentCaller caller;

  UpstreamResource(UpstreamStates states, CurrentCaller caller) {
    this.states = states;
    this.caller = caller;
  }

  @GET
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<View> get(
      @PathParam("tenantId") String tenantId, @PathParam("environment") String environment) {
    return states
        .of(caller.administered(new TenantId(tenantId)), new EnvironmentName(environment))
        .map(View::of);
  }

  /**
   * The state of one upstream.
   *
   * @param seenBy whose view all but the budget is
   */
  public record View(
      String breaker,
      int running,
      int queued,
      @Nullable Instant restsUntil,
      @Nullable BudgetState budget,
      String seenBy) {
    static View of(UpstreamState state) {
      return new View(
          state.breaker(),
          state.running(),
          state.queued(),
          state.restsUntil() == null
              ? null
              : state.restsUntil().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1),
          state.budget(),
          "this-instance");
    }
  }
}
