package io.strongroom.vault;

import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.KeyId;
import io.strongroom.token.UidPrefix;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which client tokens an administrator wants listed; what is null excludes nothing. The words are
 * those of a revocation.
 *
 * @param keyId of the key whose call caused the exchange
 * @param issuedAfter this very moment included
 */
public record TokenFilter(
    @Nullable EnvironmentName environment,
    @Nullable UidPrefix uidPrefix,
    @Nullable ClientId clientId,
    @Nullable KeyId keyId,
    @Nullable Instant expiringBefore,
    @Nullable Instant issuedBefore,
    @Nullable Instant issuedAfter) {
  public TokenFilter {
    InvalidValue.unless(
        issuedAfter == null || issuedBefore == null || issuedAfter.isBefore(issuedBefore),
        "issuedAfter",
        "must be before issuedBefore");
  }
}
