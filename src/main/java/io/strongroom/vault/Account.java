package io.strongroom.vault;

import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.Uid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account as administrators see it.
 *
 * @param reason why it is not authorized; null where it is
 * @param masterTokenExpiresAt null where nobody knows, or where there is no master token
 */
public record Account(
    Uid uid,
    EnvironmentName environment,
    boolean authorized,
    Instant since,
    @Nullable String reason,
    @Nullable Instant masterTokenExpiresAt,
    List<TokenMetadata> tokens) {

  static final String NO_MASTER_TOKEN = "no-master-token";
  static final String INVALID_GRANT = "invalid-grant";
  static final String REVOKED = "revoked";
  static final String EXPIRED = "expired";
  static final String UNKNOWN_OUTCOME = "unknown-outcome";

  /** What may be said of a client token. */
  public record TokenMetadata(
      ClientId clientId,
      long generation,
      List<String> scopes,
      Instant issuedAt,
      Instant expiresAt) {}
}
