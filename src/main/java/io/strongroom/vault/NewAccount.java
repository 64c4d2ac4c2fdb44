package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.AccountKey;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** Makes an account's row. */
final class NewAccount {

  private NewAccount() {}

  /** True where there was none. */
  static Uni<Boolean> insert(SqlConnection connection, AccountKey key) {
    return connection
        .preparedQuery(
            "INSERT INTO account (tenant_id, environment, uid, since)"
                + " VALUES ($1::text, $2::text, $3::text, clock_timestamp())"
                + " ON CONFLICT (tenant_id, environment, uid) DO NOTHING")
        .execute(Claims.key(key))
        .map(rows -> rows.rowCount() == 1);
  }

  static FaultException notFound() {
    return Fault.of(FaultCode.ACCOUNT_NOT_FOUND, "There is no such account").exception();
  }
}
