package io.strongroom.tenant;

import io.strongroom.token.InvalidValue;
import io.strongroom.token.Name;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an administrator asks of a new API key. */
public record KeyRequest(Name name, List<String> authScopes, @Nullable Instant expiresAt) {
  public KeyRequest {
    name = InvalidValue.required(name, "name");
    AuthScope.requireGrantable(InvalidValue.required(authScopes, "authScopes"));
  }
}
