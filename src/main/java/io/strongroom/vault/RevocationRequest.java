package io.strongroom.vault;

import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.KeyId;
import io.strongroom.token.SecretText;
import io.strongroom.token.Uid;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator wants revoked. The dimensions are joined by <em>and</em>.
 *
 * @param environment absent means all
 * @param token a client token's value
 * @param keyId of the key whose call caused the exchange
 * @param issuedBefore absent means the call's own time; no later time is possible
 * @param issuedAfter this very moment included
 * @param allOfTenant stands alone
 * @param masterToken whether the matched accounts' master tokens are revoked, too
 * @param upstream whether upstreams are asked to revoke as well; absent means yes
 * @param dryRun whether to count and do nothing
 */
public record RevocationRequest(
    @Nullable EnvironmentName environment,
    @Nullable Uid uid,
    @Nullable ClientId clientId,
    @Nullable SecretText token,
    @Nullable KeyId keyId,
    @Nullable Instant issuedBefore,
    @Nullable Instant issuedAfter,
    @Nullable Boolean allOfTenant,
    @Nullable Boolean masterToken,
    @Nullable Boolean upstream,
    @Nullable Boolean dryRun) {
  private static final int MAX_TOKEN_CHARACTERS = 16_384;

  public RevocationRequest {
    boolean all = Boolean.TRUE.equals(allOfTenant);
    boolean dimensioned =
        Stream.of(environment, uid, clientId, token, keyId, issuedBefore, issuedAfter)
            .anyMatch(Objects::nonNull);
    InvalidValue.unless(
        all || dimensioned,
        "body",
        "must name one of environment, uid, clientId, token, keyId, issuedBefore, issuedAfter,"
            + " allOfTenant");
    InvalidValue.unless(!(all && dimensioned), "allOfTenant", "must stand alone");
    InvalidValue.unless(
        token == null || token.length() >= 1 && token.length() <= MAX_TOKEN_CHARACTERS,
        "token",
        "must have 1 to 16384 characters");
    InvalidValue.unless(
        issuedAfter == null || issuedBefore == null || issuedAfter.isBefore(issuedBefore),
        "issuedAfter",
        "must be before issuedBefore");
    if (Boolean.TRUE.equals(masterToken)) {
      requireAccounts(all || uid != null || environment != null, clientId, token, keyId);
    }
  }

  private static void requireAccounts(
      boolean named,
      @Nullable ClientId clientId,
      @Nullable SecretText token,
      @Nullable KeyId keyId) {
    InvalidValue.unless(named, "masterToken", "needs uid, environment or allOfTenant");
    InvalidValue.unless(
        clientId == null && token == null && keyId == null,
        "masterToken",
        "must not be with clientId, token or keyId");
  }

  /** Whether the caller named a time of issue. */
  boolean isTimed() {
    return issuedBefore != null || issuedAfter != null;
  }

  boolean revokesMasterTokens() {
    return Boolean.TRUE.equals(masterToken);
  }

  boolean asksUpstream() {
    return !Boolean.FALSE.equals(upstream);
  }

  boolean isDryRun() {
    return Boolean.TRUE.equals(dryRun);
  }
}
