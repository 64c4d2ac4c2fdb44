package io.strongroom.inspect;

import io.smallrye.mutiny.Uni;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.Caller.KeyHolder;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import io.strongroom.vault.Vault;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/tokens/inspect}: what a client token is, as the vault and its upstream know it.
 */
@Path("/v1/tokens/inspect")
@Produces(MediaType.APPLICATION_JSON)
public class InspectResource {
  private final Vault vault;
  private final CurrentCaller caller;

  InspectResource(Vault vault, CurrentCaller caller) {
    this.vault = vault;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @Requires(AuthScope.TOKEN_INSPECT)
  @Charged(Resource.INSPECT)
  public Uni<InspectAnswer> inspect(@Nullable InspectRequest body) {
    InspectRequest request = InvalidValue.required(body, "body");
    KeyHolder asking = caller.get().ofTenant();
    return (Boolean.TRUE.equals(request.live())
            ? vault.inspectLive(asking, request.token())
            : vault.inspect(asking, request.token()))
        .map(InspectAnswer::of);
  }

  /**
   * The token that is asked about.
   *
   * @param live whether its upstream is asked too
   */
  public record InspectRequest(SecretText token, @Nullable Boolean live) {
    public InspectRequest {
      token = SecretText.required(token, "token");
    }
  }
}
