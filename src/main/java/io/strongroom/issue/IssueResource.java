package io.strongroom.issue;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Fetches;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.Caller.KeyHolder;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.token.InvalidValue;
import io.strongroom.vault.IssueRequest;
import io.strongroom.vault.IssuedToken;
import io.strongroom.vault.Vault;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/tokens/issue}: a usable client token, from the vault or from the upstream. */
@Path("/v1/tokens/issue")
@Produces(MediaType.APPLICATION_JSON)
public class IssueResource {
  private final Vault vault;
  private final Fetches fetches;
  private final IssueMeters meters;
  private final CurrentCaller caller;

  IssueResource(Vault vault, Fetches fetches, IssueMeters meters, CurrentCaller caller) {
    this.vault = vault;
    this.fetches = fetches;
    this.meters = meters;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @Requires(AuthScope.TOKEN_ISSUE)
  @Charged(Resource.ISSUE)
  public Uni<IssueAnswer> issue(@Nullable IssueRequest body) {
    IssueRequest request = InvalidValue.required(body, "body");
    KeyHolder holder = caller.get().ofTenant();
    return vault.issue(holder, request).map(token -> handedOver(holder, token));
  }

  private IssueAnswer handedOver(KeyHolder holder, IssuedToken token) {
    fetches.count(holder.key(), token.slot());
    meters.handedOver(token.source());
    return IssueAnswer.of(token);
  }
}
