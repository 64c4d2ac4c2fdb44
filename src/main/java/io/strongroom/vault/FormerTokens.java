package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.revocation.RevocableToken;
import io.strongroom.revocation.UpstreamRevocations;
import io.strongroom.seal.LookupHash;
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
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token that is revoked by its value after its slot has had another: it leaked, and may live
 * upstream still. It is no client token of the vault's any more and so is not counted; but it is
 * never handed over again, and its upstream is asked.
 */
@Singleton
class FormerTokens {
  private static final String END =
      """
      UPDATE ended_token e
         SET reason = 'revoked',
             keep_until = greatest(e.keep_until, clock_timestamp() + interval '24 hours')
       WHERE %s AND e.token_hash = $4::bytea AND e.reason <> 'revoked'
         AND ($5::text IS NULL OR e.client_id = $5::text)
         AND NOT EXISTS (
               SELECT 1 FROM client_token s
                WHERE s.tenant_id = e.tenant_id AND s.token_hash = e.token_hash
                  AND s.environment = e.environment AND s.uid = e.uid
                  AND s.client_id = e.client_id)
      RETURNING e.environment, e.uid, e.client_id
      """;

  private final UpstreamRevocations upstream;

  FormerTokens(UpstreamRevocations upstream) {
    this.upstream = upstream;
  }

  /**
   * Ends the value wherever it was; of its time and its key nothing is known any more, so it is not
   * matched by these.
   *
   * @param token null where the revocation does not name one
   */
  Uni<Void> end(
      SqlConnection connection,
      TenantKeys keys,
      Revocation revocation,
      @Nullable SecretText token) {
    Matching matching = revocation.matching();
    LookupHash hash = matching.hash();
    if (token == null || hash == null || matching.key() != null || revocation.timed()) {
      return Uni.createFrom().voidItem();
    }
    return connection
        .preparedQuery(END.formatted(matching.accounts("e")))
        .execute(matching.ofAccounts().addString(matching.client()))
        .chain(
            rows ->
                revocation.upstream()
                    ? upstream.enqueue(
                        connection, keys, revocation.id(), former(rows, revocation, hash, token))
                    : Uni.createFrom().voidItem());
  }

  private static List<RevocableToken> former(
      RowSet<Row> rows, Revocation revocation, LookupHash hash, SecretText token) {
    List<RevocableToken> tokens = new ArrayList<>();
    for (Row row : rows) {
      tokens.add(
          new RevocableToken(
              new AccountKey(
                  revocation.tenant(),
                  new EnvironmentName(row.getString("environment")),
                  new Uid(row.getString("uid"))),
              new ClientId(row.getString("client_id")),
              TokenKind.CLIENT_TOKEN,
              hash,
              token));
    }
    return tokens;
  }
}
