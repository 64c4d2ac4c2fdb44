package io.strongroom.tenant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.strongroom.token.KeyId;
import io.strongroom.token.Name;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What may be said of an API key.
 *
 * @param revision made anew by every edit
 */
public record KeyMetadata(
    KeyId keyId,
    Name name,
    List<AuthScope> authScopes,
    @Nullable Instant expiresAt,
    @JsonIgnore UUID revision) {

  static KeyMetadata of(ApiKeyRow row) {
    return new KeyMetadata(
        new KeyId(row.keyId),
        new Name(row.name),
        Arrays.stream(row.authScopes).map(AuthScope::valueOf).toList(),
        row.expiresAt,
        row.revision);
  }
}
