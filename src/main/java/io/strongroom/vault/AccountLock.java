package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How account and claim stand at the moment of a record, both rows locked.
 *
 * @param exists whether there is still such an account
 * @param masterVersion of the master token that is stored; null where there is none
 * @param holdsClaim whether the claim is still the one the exchange was made under
 */
record AccountLock(
    boolean exists,
    @Nullable UUID masterVersion,
    @Nullable String refusedReason,
    @Nullable String lastClientId,
    boolean holdsClaim) {

  private static final String ACCOUNT =
      "SELECT master_version, refused_reason, last_client_id FROM account WHERE tenant_id = $1::text"
          + " AND environment = $2::text AND uid = $3::text FOR UPDATE";

  private static final String CLAIM =
      "SELECT 1 FROM claim WHERE tenant_id = $1::text AND environment = $2::text"
          + " AND uid = $3::text AND client_id = $4::text AND claim_id = $5::uuid"
          + " AND state = 'claimed' FOR UPDATE";

  static Uni<AccountLock> take(SqlConnection connection, Attempt attempt) {
    return connection
        .preparedQuery(ACCOUNT)
        .execute(Claims.key(attempt.slot().account()))
        .chain(
            accounts ->
                connection
                    .preparedQuery(CLAIM)
                    .execute(
                        Claims.key(attempt.slot().account())
                            .addString(attempt.claimedClient())
                            .addUUID(attempt.claimId()))
                    .map(claims -> of(accounts, claims)));
  }

  private static AccountLock of(RowSet<Row> accounts, RowSet<Row> claims) {
    if (accounts.size() == 0) {
      return new AccountLock(false, null, null, null, false);
    }
    Row account = accounts.iterator().next();
    return new AccountLock(
        true,
        account.getUUID("master_version"),
        account.getString("refused_reason"),
        account.getString("last_client_id"),
        claims.size() > 0);
  }

  /** Whether the stored master token is still the one that the exchange has sent. */
  boolean stillHas(UUID version) {
    return version.equals(masterVersion);
  }

  /**
   * Ends the claim, if nobody has taken it since; with {@code unknown}, without a record. A
   * revocation may have made it unknown before: now its call is known to be over.
   */
  static Uni<Void> release(SqlConnection connection, Attempt attempt, Claim.State state) {
    return connection
        .preparedQuery(
            "UPDATE claim SET state = $6::text, lease_until = clock_timestamp()"
                + " WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text"
                + " AND client_id = $4::text AND claim_id = $5::uuid AND state <> 'ended'")
        .execute(
            Claims.key(attempt.slot().account())
                .addString(attempt.claimedClient())
                .addUUID(attempt.claimId())
                .addString(state.stored()))
        .replaceWithVoid();
  }
}
