package io.strongroom.drop;

import io.smallrye.mutiny.Uni;
import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import io.strongroom.vault.Dropped;
import io.strongroom.vault.Vault;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/tokens/drop}: forgets exactly the token that a backend saw refused. */
@Path("/v1/tokens/drop")
@Produces(MediaType.APPLICATION_JSON)
public class DropResource {
  private final Vault vault;
  private final CurrentCaller caller;

  DropResource(Vault vault, CurrentCaller caller) {
    this.vault = vault;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @Requires(AuthScope.TOKEN_DROP)
  @Charged(Resource.DROP)
  public Uni<DropAnswer> drop(@Nullable DropRequest body) {
    DropRequest request = InvalidValue.required(body, "body");
    return vault
        .drop(caller.get().ofTenant(), request.token())
        .map(dropped -> new DropAnswer(dropped == Dropped.DROPPED, dropped.reason()));
  }

  /** The token to forget. */
  public record DropRequest(SecretText token) {
    public DropRequest {
      token = SecretText.required(token, "token");
    }
  }

  /** Whether a slot held it, and if not, why. */
  public record DropAnswer(boolean dropped, String reason) {}
}
