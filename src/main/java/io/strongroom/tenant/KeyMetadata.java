package io.strongroom.tenant;

import io.strongroom.token.KeyId;
import io.strongroom.token.Name;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may be said of an API key. */
public record KeyMetadata(
    KeyId keyId, Name name, List<AuthScope> authScopes, @Nullable Instant expiresAt) {

  static KeyMetadata of(ApiKeyRow row) {
    return new KeyMetadata(
        new KeyId(row.keyId),
        new Name(row.name),
        Arrays.stream(row.authScopes).map(AuthScope::valueOf).toList(),
        row.expiresAt);
  }
}
