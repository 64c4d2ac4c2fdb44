package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.AccountKey;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Erases secrets. What is left of a client token is the keyed hash of its value, so that a late
 * drop is understood, and of all slots together the tenant's floor: a slot that is made anew counts
 * on from there, so generations never come twice.
 */
final class Erasure {

  /** One way to erase something of an account. */
  interface OfAccount {
    Uni<Void> erase(SqlConnection connection, AccountKey account);
  }

  /** Which slots; the parameters are tenant, environment, and uid or client. */
  private static final String SLOTS =
      """
      WITH held AS (
             DELETE FROM client_token
              WHERE tenant_id = $1::text AND environment = $2::text AND %s
             RETURNING uid, client_id, token_hash, generation, expires_at),
           ended AS (
             INSERT INTO ended_token (tenant_id, environment, uid, client_id, token_hash,
                                      generation, reason, keep_until)
             SELECT $1::text, $2::text, uid, client_id, token_hash, generation, 'erased',
                    expires_at + interval '24 hours'
               FROM held WHERE token_hash IS NOT NULL
             ON CONFLICT (tenant_id, token_hash, environment, uid, client_id) DO UPDATE
                SET keep_until = greatest(ended_token.keep_until, excluded.keep_until))
      UPDATE tenant
         SET generation_floor = greatest(generation_floor, (SELECT max(generation) FROM held))
       WHERE tenant_id = $1::text AND EXISTS (SELECT 1 FROM held)
      """;

  private static final String OF_ACCOUNT = SLOTS.formatted("uid = $3::text");
  private static final String OF_CLIENT = SLOTS.formatted("client_id = $3::text");
  private static final String OF_ENVIRONMENT = SLOTS.formatted("$3::text IS NULL");

  private Erasure() {}

  static Uni<Void> masterToken(SqlConnection connection, AccountKey account) {
    return MasterTokens.retire(connection, account)
        .chain(() -> forgetMasterToken(connection, account))
        .chain(() -> deleteClaims(connection, account))
        .chain(() -> slots(connection, OF_ACCOUNT, Claims.key(account)));
  }

  private static Uni<Void> forgetMasterToken(SqlConnection connection, AccountKey account) {
    return connection
        .preparedQuery(
            "UPDATE account SET master_token = NULL, key_version = NULL, master_version = NULL,"
                + " master_hash = NULL, master_expires_at = NULL, refused_reason = NULL,"
                + " last_client_id = NULL, since = clock_timestamp()"
                + " WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text"
                + " AND master_token IS NOT NULL")
        .execute(Claims.key(account))
        .invoke(rows -> requireMasterToken(rows.rowCount()))
        .replaceWithVoid();
  }

  static Uni<Void> account(SqlConnection connection, AccountKey account) {
    return connection
        .preparedQuery(
            "DELETE FROM account WHERE tenant_id = $1::text AND environment = $2::text"
                + " AND uid = $3::text")
        .execute(Claims.key(account))
        .invoke(rows -> require(rows.rowCount(), NewAccount.notFound()))
        .chain(() -> deleteClaims(connection, account))
        .chain(() -> delete(connection, "superseded_master_token", account))
        .chain(() -> delete(connection, "former_master_version", account))
        .chain(() -> slots(connection, OF_ACCOUNT, Claims.key(account)));
  }

  /** The tokens of one client, over all accounts of the environment. */
  static Uni<Void> client(
      SqlConnection connection, String tenant, String environment, String client) {
    return slots(connection, OF_CLIENT, Tuple.of(tenant, environment, client));
  }

  /** All accounts of an environment with all that they have. */
  static Uni<Void> accounts(SqlConnection connection, String tenant, String environment) {
    Tuple key = Tuple.of(tenant, environment);
    Uni<Void> chain = Uni.createFrom().voidItem();
    for (String table :
        new String[] {"account", "claim", "superseded_master_token", "former_master_version"}) {
      chain =
          chain.chain(
              () ->
                  connection
                      .preparedQuery(
                          "DELETE FROM "
                              + table
                              + " WHERE tenant_id = $1::text AND environment = $2::text")
                      .execute(key)
                      .replaceWithVoid());
    }
    return chain.chain(
        () -> slots(connection, OF_ENVIRONMENT, Tuple.of(tenant, environment, null)));
  }

  private static Uni<Void> slots(SqlConnection connection, String sql, Tuple parameters) {
    return connection.preparedQuery(sql).execute(parameters).replaceWithVoid();
  }

  private static Uni<Void> deleteClaims(SqlConnection connection, AccountKey account) {
    return delete(connection, "claim", account);
  }

  private static Uni<Void> delete(SqlConnection connection, String table, AccountKey account) {
    return connection
        .preparedQuery(
            "DELETE FROM "
                + table
                + " WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text")
        .execute(Claims.key(account))
        .replaceWithVoid();
  }

  /** Fails with {@code not-found} where the account has none. */
  static void requireMasterToken(long found) {
    require(found, Fault.of(FaultCode.NOT_FOUND, "There is no master token").exception());
  }

  private static void require(long found, FaultException absent) {
    if (found == 0) {
      throw absent;
    }
  }
}
