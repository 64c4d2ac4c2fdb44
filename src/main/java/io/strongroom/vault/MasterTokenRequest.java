package io.strongroom.vault;

import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A master token that an administrator entrusts.
 *
 * @param expiresAt when it ends; absent means that nobody knows
 * @param force whether to take one back that was rotated away or revoked
 */
public record MasterTokenRequest(
    SecretText masterToken, @Nullable Instant expiresAt, @Nullable Boolean force) {
  private static final int MAX_CHARACTERS = 16_384;

  public MasterTokenRequest {
    masterToken = InvalidValue.required(masterToken, "masterToken");
    InvalidValue.unless(
        masterToken.length() >= 1 && masterToken.length() <= MAX_CHARACTERS,
        "masterToken",
        "must have 1 to 16384 characters");
  }

  boolean isForced() {
    return Boolean.TRUE.equals(force);
  }
}
