package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.revocation.RevocableToken;
import io.strongroom.seal.DoesNotOpen;
import io.strongroom.seal.LookupHash;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.AccountKey;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.SecretText;
import io.strongroom.token.TokenKind;
import io.strongroom.token.Uid;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The accounts of a revocation: locks them in the order of their keys, ends what is theirs. */
final class RevokedAccounts {
  private static final String LOCK =
      """
      SELECT a.environment, a.uid, a.master_token, a.master_hash,
             coalesce(a.last_client_id, e.default_client_id) AS client_id,
             a.refused_reason IS NULL AND a.since >= (
               SELECT r.created_at FROM revocation r
                WHERE r.tenant_id = $1::text AND r.revocation_id = $9::text) AS entrusted_since,
             coalesce(a.refused_reason = 'revoked', false) AS revoked
        FROM account a
        JOIN environment e ON e.tenant_id = a.tenant_id AND e.environment = a.environment
       WHERE %s AND (a.environment, a.uid) >= ($5::text, $6::text)
         AND ((a.environment, a.uid) <> ($5::text, $6::text) OR NOT $7::boolean)
         AND ($4::bytea IS NULL OR EXISTS (
               SELECT 1 FROM client_token s
                WHERE s.tenant_id = a.tenant_id AND s.environment = a.environment
                  AND s.uid = a.uid AND s.token_hash = $4::bytea))
       ORDER BY a.environment, a.uid LIMIT $8::integer
         FOR UPDATE OF a
      """;

  /**
   * The call of a claim that is under way goes on, and others keep their distance to it as to a
   * lost one; but what it brings is nobody's.
   */
  private static final String END_CLAIMS =
      """
      UPDATE claim c SET fence = c.fence + 1, state = 'unknown'
        FROM unnest($5::text[], $6::text[]) AS a(environment, uid)
       WHERE c.tenant_id = $1::text AND c.environment = a.environment AND c.uid = a.uid
         AND c.state = 'claimed' AND ($2::text IS NULL OR c.client_id IN ('', $2::text))
         AND c.started_at < $3::timestamptz
         AND ($4::timestamptz IS NULL OR c.started_at >= $4::timestamptz)
      """;

  private static final String KEYS = " FROM unnest($2::text[], $3::text[]) AS k(environment, uid)";
  private static final String JOINED =
      ".tenant_id = $1::text AND %s.environment = k.environment AND %s.uid = k.uid";

  private static final String SUPERSEDE =
      "INSERT INTO superseded_master_token (tenant_id, environment, uid, master_hash)"
          + " SELECT a.tenant_id, a.environment, a.uid, a.master_hash"
          + KEYS
          + " JOIN account a ON a"
          + JOINED.replace("%s", "a")
          + " WHERE a.master_hash IS NOT NULL"
          + " ON CONFLICT (tenant_id, environment, uid, master_hash)"
          + " DO UPDATE SET superseded_at = clock_timestamp()";

  private static final String RETIRE =
      "INSERT INTO former_master_version (tenant_id, environment, uid, master_version)"
          + " SELECT a.tenant_id, a.environment, a.uid, a.master_version"
          + KEYS
          + " JOIN account a ON a"
          + JOINED.replace("%s", "a")
          + " WHERE a.master_version IS NOT NULL"
          + " ON CONFLICT (tenant_id, environment, uid, master_version) DO NOTHING";

  private static final String ERASE =
      "UPDATE account a SET master_token = NULL, key_version = NULL, master_version = NULL,"
          + " master_hash = NULL, master_expires_at = NULL, last_client_id = NULL,"
          + " refused_reason = '"
          + Account.REVOKED
          + "', since = clock_timestamp()"
          + KEYS
          + " WHERE a"
          + JOINED.replace("%s", "a");

  private RevokedAccounts() {}

  /**
   * An account that is locked.
   *
   * @param client in whose name its master token is revoked; null where it has none
   * @param entrustedSince whether its master token was put after the revocation was asked for
   * @param revoked whether its master token was revoked before, as by the batch that came here
   *     first
   */
  record Locked(
      AccountKey key,
      @Nullable Sealed masterToken,
      @Nullable LookupHash masterHash,
      @Nullable ClientId client,
      boolean entrustedSince,
      boolean revoked) {

    /** Whether there is a master token that the revocation is about. */
    boolean hasMasterToken() {
      return masterToken != null && !entrustedSince;
    }

    /** Whether nothing that a master token has brought may stay. */
    boolean isOver() {
      return revoked || hasMasterToken();
    }

    /** The master token as its upstream is to revoke it. */
    RevocableToken masterToken(TenantKeys keys) {
      return new RevocableToken(
          key, client, TokenKind.MASTER_TOKEN, Objects.requireNonNull(masterHash), open(keys));
    }

    /** What does not open is erased all the same. */
    private @Nullable SecretText open(TenantKeys keys) {
      try {
        return keys.open(Objects.requireNonNull(masterToken), Claims.place(key));
      } catch (DoesNotOpen e) {
        return null;
      }
    }
  }

  /** Locks the next accounts that the revocation is about, whether they have tokens or not. */
  static Uni<List<Locked>> lock(SqlConnection connection, Revocation revocation, int most) {
    Revocation.Cursor cursor = revocation.cursor();
    return connection
        .preparedQuery(LOCK.formatted(revocation.matching().accounts("a")))
        .execute(
            revocation
                .matching()
                .ofAccounts()
                .addString(cursor.environment())
                .addString(cursor.uid())
                .addBoolean(cursor.isAccountDone())
                .addInteger(most)
                .addString(revocation.id()))
        .map(rows -> locked(rows, revocation));
  }

  static Uni<Void> endClaims(
      SqlConnection connection, Matching matching, List<AccountKey> accounts) {
    return connection
        .preparedQuery(END_CLAIMS)
        .execute(
            Tuple.tuple()
                .addString(matching.tenant().value())
                .addString(matching.client())
                .addOffsetDateTime(matching.issuedBefore())
                .addOffsetDateTime(matching.issuedAfter())
                .addArrayOfString(environments(accounts))
                .addArrayOfString(uids(accounts)))
        .replaceWithVoid();
  }

  /** Erases master tokens; putting one back is refused from now on. */
  static Uni<Void> eraseMasterTokens(
      SqlConnection connection, Matching matching, List<AccountKey> accounts) {
    Tuple keys =
        Tuple.tuple()
            .addString(matching.tenant().value())
            .addArrayOfString(environments(accounts))
            .addArrayOfString(uids(accounts));
    return connection
        .preparedQuery(SUPERSEDE)
        .execute(keys)
        .chain(() -> connection.preparedQuery(RETIRE).execute(keys))
        .chain(() -> connection.preparedQuery(ERASE).execute(keys))
        // A new master token begins a new family: no distance is kept to calls of this one.
        .chain(() -> MasterTokens.endClaims(connection, accounts))
        .replaceWithVoid();
  }

  static String[] environments(List<AccountKey> accounts) {
    return accounts.stream().map(key -> key.environment().value()).toArray(String[]::new);
  }

  static String[] uids(List<AccountKey> accounts) {
    return accounts.stream().map(key -> key.uid().value()).toArray(String[]::new);
  }

  private static List<Locked> locked(RowSet<Row> rows, Revocation revocation) {
    List<Locked> accounts = new ArrayList<>();
    for (Row row : rows) {
      var master = row.getBuffer("master_token");
      var hash = row.getBuffer("master_hash");
      String client = row.getString("client_id");
      accounts.add(
          new Locked(
              new AccountKey(
                  revocation.tenant(),
                  new EnvironmentName(row.getString("environment")),
                  new Uid(row.getString("uid"))),
              master == null ? null : new Sealed(master.getBytes()),
              hash == null ? null : LookupHash.of(hash.getBytes()),
              client == null ? null : new ClientId(client),
              row.getBoolean("entrusted_since"),
              row.getBoolean("revoked")));
    }
    return accounts;
  }
}
