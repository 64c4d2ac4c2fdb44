package io.strongroom.inspect;

import io.strongroom.quota.Charged;
import io.strongroom.quota.Resource;
import io.strongroom.tenant.AuthScope;
import io.strongroom.tenant.Caller;
import io.strongroom.tenant.CurrentCaller;
import io.strongroom.tenant.Requires;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/**
 * {@code POST /v2/auth/token}: what the caller's own key is, in the marketplace's form. Takes no
 * body, and any that is sent is not looked at; {@code /auth/token} is the same method.
 */
@Path("{path: (v2/)?auth/token}")
@Produces(MediaType.APPLICATION_JSON)
public class AuthTokenResource {
  private final CurrentCaller caller;

  AuthTokenResource(CurrentCaller caller) {
    this.caller = caller;
  }

  @POST
  @Requires
  @Charged(Resource.AUTH_TOKEN)
  public Answer authToken() {
    Caller.KeyHolder holder = caller.get().ofTenant();
    return new Answer(
        "OK", new Result(new Key(holder.name().value(), marketplaceScopes(holder.scopes()))));
  }

  /** The fourteen only: generated clients fail on any other name. */
  private static List<String> marketplaceScopes(List<AuthScope> scopes) {
    List<String> names =
        scopes.stream()
            .filter(scope -> scope.family() == AuthScope.Family.MARKETPLACE)
            .map(AuthScope::name)
            .toList();
    if (!names.isEmpty()) {
      return names;
    }
    boolean readsOnly = scopes.equals(List.of(AuthScope.TOKEN_INSPECT));
    return List.of((readsOnly ? AuthScope.ALL_METHODS_READ_ONLY : AuthScope.ALL_METHODS).name());
  }

  /** The marketplace's frame of a good answer. */
  public record Answer(String status, Result result) {}

  /** What the answer is about. */
  public record Result(Key apiKey) {}

  /** The key. */
  public record Key(String name, List<String> authScopes) {}
}
