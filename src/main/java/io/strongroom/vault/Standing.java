package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** How the master token that an outcome replaces stands in the account's history. */
enum Standing {
  /** It is the account's present one. */
  CURRENT,
  /** The account had it, and has another one or none. */
  FORMER,
  /** The account never had it: the database was restored, or belongs to another history. */
  UNKNOWN,
  /** There is no such account. */
  GONE;

  static Uni<Standing> of(SqlConnection connection, Attempt attempt, AccountLock lock) {
    if (!lock.exists()) {
      return Uni.createFrom().item(GONE);
    }
    if (lock.stillHas(attempt.masterVersion())) {
      return Uni.createFrom().item(CURRENT);
    }
    return connection
        .preparedQuery(
            "SELECT 1 FROM former_master_version WHERE tenant_id = $1::text"
                + " AND environment = $2::text AND uid = $3::text AND master_version = $4::uuid")
        .execute(Claims.key(attempt.slot().account()).addUUID(attempt.masterVersion()))
        .map(rows -> rows.size() > 0 ? FORMER : UNKNOWN);
  }
}
