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
import io.strongroom.token.Slot;
import io.strongroom.token.TokenKind;
import io.strongroom.token.Uid;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The client tokens of a revocation: locks them in the order of their slots and ends them. */
final class RevokedTokens {
  private static final String LOCK =
      """
      SELECT s.environment, s.uid, s.client_id, s.token, s.token_hash
        FROM unnest($9::text[], $10::text[], $15::boolean[]) AS a(environment, uid, whole)
        JOIN client_token s ON s.environment = a.environment AND s.uid = a.uid
       WHERE %s AND (a.whole OR (true%s))
         AND (s.environment, s.uid, s.client_id) > ($11::text, $12::text, $13::text)
       ORDER BY s.environment, s.uid, s.client_id LIMIT $14::integer
         FOR UPDATE OF s
      """;

  /** Its hash is kept: should the provider give the value again, nobody gets it. */
  private static final String END =
      """
      WITH held AS (
             SELECT s.environment, s.uid, s.client_id, s.generation, s.token_hash, s.expires_at
               FROM unnest($2::text[], $3::text[], $4::text[]) AS k(environment, uid, client_id)
               JOIN client_token s
                 ON s.tenant_id = $1::text AND s.environment = k.environment AND s.uid = k.uid
                    AND s.client_id = k.client_id),
           ended AS (
             INSERT INTO ended_token (tenant_id, environment, uid, client_id, token_hash,
                                      generation, reason, keep_until)
             SELECT $1::text, environment, uid, client_id, token_hash, generation, 'revoked',
                    greatest(expires_at, clock_timestamp()) + interval '24 hours'
               FROM held
             ON CONFLICT (tenant_id, token_hash, environment, uid, client_id) DO UPDATE
                SET generation = excluded.generation, reason = 'revoked',
                    keep_until = greatest(ended_token.keep_until, excluded.keep_until))
      UPDATE client_token s
         SET token = NULL, key_version = NULL, token_hash = NULL, quiet_until = NULL,
             background_after = NULL
        FROM held h
       WHERE s.tenant_id = $1::text AND s.environment = h.environment AND s.uid = h.uid
         AND s.client_id = h.client_id
      """;

  private RevokedTokens() {}

  /** A client token whose slot is locked. */
  record Locked(Slot slot, Sealed token, LookupHash hash) {

    /** The token as its upstream is to revoke it. */
    RevocableToken revocable(TenantKeys keys) {
      return new RevocableToken(
          slot.account(), slot.client(), TokenKind.CLIENT_TOKEN, hash, open(keys));
    }

    /** What does not open is ended all the same. */
    private @Nullable SecretText open(TenantKeys keys) {
      try {
        return keys.open(token, SlotRecord.place(slot));
      } catch (DoesNotOpen e) {
        return null;
      }
    }
  }

  /**
   * Locks the next matching tokens of these accounts. Where the master token goes without regard to
   * time, all goes that it has brought until now.
   */
  static Uni<List<Locked>> lock(
      SqlConnection connection,
      Revocation revocation,
      List<RevokedAccounts.Locked> accounts,
      int most) {
    Revocation.Cursor cursor = revocation.cursor();
    Matching matching = revocation.matching();
    List<AccountKey> keys = accounts.stream().map(RevokedAccounts.Locked::key).toList();
    Boolean[] whole =
        accounts.stream()
            .map(account -> revocation.endsWhole() && account.isOver())
            .toArray(Boolean[]::new);
    return connection
        .preparedQuery(LOCK.formatted(matching.tokensOfAnyTime("s"), matching.time("s.issued_at")))
        .execute(
            matching
                .parameters()
                .addArrayOfString(RevokedAccounts.environments(keys))
                .addArrayOfString(RevokedAccounts.uids(keys))
                .addString(cursor.environment())
                .addString(cursor.uid())
                .addString(cursor.client())
                .addInteger(most)
                .addArrayOfBoolean(whole))
        .map(rows -> locked(rows, revocation));
  }

  static Uni<Void> end(SqlConnection connection, Revocation revocation, List<Locked> tokens) {
    if (tokens.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<AccountKey> accounts = tokens.stream().map(token -> token.slot().account()).toList();
    return connection
        .preparedQuery(END)
        .execute(
            Tuple.tuple()
                .addString(revocation.tenant().value())
                .addArrayOfString(RevokedAccounts.environments(accounts))
                .addArrayOfString(RevokedAccounts.uids(accounts))
                .addArrayOfString(
                    tokens.stream()
                        .map(token -> token.slot().client().value())
                        .toArray(String[]::new)))
        .replaceWithVoid();
  }

  private static List<Locked> locked(RowSet<Row> rows, Revocation revocation) {
    List<Locked> tokens = new ArrayList<>();
    for (Row row : rows) {
      tokens.add(
          new Locked(
              new Slot(
                  revocation.tenant(),
                  new EnvironmentName(row.getString("environment")),
                  new Uid(row.getString("uid")),
                  new ClientId(row.getString("client_id"))),
              new Sealed(row.getBuffer("token").getBytes()),
              LookupHash.of(row.getBuffer("token_hash").getBytes())));
    }
    return tokens;
  }
}
