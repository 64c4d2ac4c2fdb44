package io.strongroom.tenant;

import io.strongroom.token.InvalidValue;
import io.strongroom.token.Name;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an administrator changes of an API key; what is absent stays. */
public record KeyChange(
    @Nullable Name name, @Nullable List<String> authScopes, @Nullable Instant expiresAt) {
  public KeyChange {
    InvalidValue.unless(
        name != null || authScopes != null || expiresAt != null,
        "name",
        "or authScopes or expiresAt must be given");
    if (authScopes != null) {
      AuthScope.requireGrantable(authScopes);
    }
  }
}
