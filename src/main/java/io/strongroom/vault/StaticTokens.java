package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.AccountKey;
import io.strongroom.upstream.EnvironmentSettings;
import io.strongroom.upstream.GrantType;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * What a new master token means for client tokens that are the old one themselves: the grant {@code
 * static}. In environments of every other grant nothing happens. Runs under the account's lock.
 */
final class StaticTokens {
  /** The slot's next token has the next generation; a late drop of this one is understood. */
  private static final String SUPERSEDE =
      """
      WITH held AS (
             SELECT s.client_id, s.token_hash, s.generation, s.expires_at
               FROM client_token s
               JOIN environment e ON e.tenant_id = s.tenant_id AND e.environment = s.environment
              WHERE s.tenant_id = $1::text AND s.environment = $2::text AND s.uid = $3::text
                AND s.token_hash IS NOT NULL AND e.grant_type = 'static'
                FOR UPDATE OF s),
           ended AS (
             INSERT INTO ended_token (tenant_id, environment, uid, client_id, token_hash,
                                      generation, reason, keep_until)
             SELECT $1::text, $2::text, $3::text, client_id, token_hash, generation, 'replaced',
                    expires_at + interval '24 hours'
               FROM held
             ON CONFLICT (tenant_id, token_hash, environment, uid, client_id) DO UPDATE
                SET generation = excluded.generation,
                    keep_until = greatest(ended_token.keep_until, excluded.keep_until))
      UPDATE client_token s
         SET token = NULL, key_version = NULL, token_hash = NULL, quiet_until = NULL,
             background_after = NULL
        FROM held h
       WHERE s.tenant_id = $1::text AND s.environment = $2::text AND s.uid = $3::text
         AND s.client_id = h.client_id
      """;

  /** A token that is the master token does not outlive it. */
  private static final String SHORTEN =
      """
      UPDATE client_token s
         SET expires_at = $4::timestamptz, refresh_after = least(refresh_after, $4::timestamptz)
        FROM environment e
       WHERE s.tenant_id = $1::text AND s.environment = $2::text AND s.uid = $3::text
         AND s.token_hash IS NOT NULL AND s.expires_at > $4::timestamptz
         AND e.tenant_id = $1::text AND e.environment = $2::text AND e.grant_type = 'static'
      """;

  private StaticTokens() {}

  /** What a token's life is where no answer says: of a static one, its master token's. */
  static Duration lifetime(Row account, EnvironmentSettings settings) {
    OffsetDateTime masterExpiresAt = account.getOffsetDateTime("master_expires_at");
    return settings.grantType() == GrantType.STATIC && masterExpiresAt != null
        ? Duration.between(account.getOffsetDateTime("now"), masterExpiresAt)
        : settings.assumedLifetime();
  }

  static Uni<Void> supersede(SqlConnection connection, AccountKey account) {
    return connection.preparedQuery(SUPERSEDE).execute(Claims.key(account)).replaceWithVoid();
  }

  static Uni<Void> shorten(SqlConnection connection, AccountKey account, Instant masterExpiresAt) {
    return connection
        .preparedQuery(SHORTEN)
        .execute(Claims.key(account).addOffsetDateTime(masterExpiresAt.atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }
}
