package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.AccountKey;
import io.strongroom.upstream.EnvironmentSettings;
import io.strongroom.upstream.GrantType;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * What a new master token means for client tokens that are the old one themselves: the grant {@code
 * static}. In environments of every other grant nothing happens. Runs under the accounts' locks.
 */
final class StaticTokens {
  /** The slot's next token has the next generation; a late drop of this one is understood. */
  private static final String SUPERSEDE =
      """
      WITH held AS (
             SELECT s.environment, s.uid, s.client_id, s.token_hash, s.generation, s.expires_at
               FROM unnest($2::text[], $3::text[]) AS k(environment, uid)
               JOIN environment e
                 ON e.tenant_id = $1::text AND e.environment = k.environment
                    AND e.grant_type = 'static'
               JOIN client_token s
                 ON s.tenant_id = $1::text AND s.environment = k.environment AND s.uid = k.uid
              WHERE s.token_hash IS NOT NULL
              ORDER BY s.environment, s.uid, s.client_id
                FOR UPDATE OF s),
           ended AS (
             INSERT INTO ended_token (tenant_id, environment, uid, client_id, token_hash,
                                      generation, reason, keep_until)
             SELECT $1::text, environment, uid, client_id, token_hash, generation, 'replaced',
                    expires_at + interval '24 hours'
               FROM held
             ON CONFLICT (tenant_id, token_hash, environment, uid, client_id) DO UPDATE
                SET generation = excluded.generation,
                    keep_until = greatest(ended_token.keep_until, excluded.keep_until))
      UPDATE client_token s
         SET token = NULL, key_version = NULL, token_hash = NULL, quiet_until = NULL,
             background_after = NULL
        FROM held h
       WHERE s.tenant_id = $1::text AND s.environment = h.environment AND s.uid = h.uid
         AND s.client_id = h.client_id
      """;

  /** A token that is the master token does not outlive it. */
  private static final String SHORTEN =
      """
      UPDATE client_token s
         SET expires_at = k.master_end, refresh_after = least(s.refresh_after, k.master_end)
        FROM unnest($2::text[], $3::text[], $4::timestamptz[]) AS k(environment, uid, master_end)
        JOIN environment e
          ON e.tenant_id = $1::text AND e.environment = k.environment AND e.grant_type = 'static'
       WHERE s.tenant_id = $1::text AND s.environment = k.environment AND s.uid = k.uid
         AND s.token_hash IS NOT NULL AND s.expires_at > k.master_end
      """;

  private StaticTokens() {}

  /** What a token's life is where no answer says: of a static one, its master token's. */
  static Duration lifetime(Row account, EnvironmentSettings settings) {
    OffsetDateTime masterExpiresAt = account.getOffsetDateTime("master_expires_at");
    return settings.grantType() == GrantType.STATIC && masterExpiresAt != null
        ? Duration.between(account.getOffsetDateTime("now"), masterExpiresAt)
        : settings.assumedLifetime();
  }

  static Uni<Void> supersede(SqlConnection connection, List<AccountKey> accounts) {
    return connection.preparedQuery(SUPERSEDE).execute(Unnested.keys(accounts)).replaceWithVoid();
  }

  /**
   * @param ends the accounts' keys, and when each one's master token ends
   */
  static Uni<Void> shorten(SqlConnection connection, Tuple ends) {
    return connection.preparedQuery(SHORTEN).execute(ends).replaceWithVoid();
  }
}
