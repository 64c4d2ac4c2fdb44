package io.strongroom.admin;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Page;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.token.TenantId;
import io.strongroom.vault.TokenList;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What may be said of a tenant's client tokens; no value of them ever comes out here. */
@Path("/v1/admin/tenants/{tenantId}/tokens")
@Produces(MediaType.APPLICATION_JSON)
public class TokensResource {
  private final TokenList tokens;
  private final CurrentCaller caller;

  TokensResource(TokenList tokens, CurrentCaller caller) {
    this.tokens = tokens;
    this.caller = caller;
  }

  @GET
  @Requires({AuthScope.OPERATOR, AuthScope.TENANT_ADMIN})
  @Charged(Resource.ADMIN)
  public Uni<Page<TokenList.Listed>> list(
      @PathParam("tenantId") String tenantId, @BeanParam TokensQuery query) {
    return tokens.page(caller.administered(new TenantId(tenantId)), query.filter(), query.page());
  }
}
