package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** How many accounts of a tenant are authorized; beyond some number only of the first ones. */
@Singleton
public class AccountCounts {
  /** Accounts that are looked at, in the order of their keys. */
  private static final int SPAN = 10_000;

  private static final String COUNT =
      """
      SELECT count(*) AS counted,
             count(*) FILTER (WHERE refused_reason IS NULL AND key_version IS NOT NULL
                                AND (master_expires_at IS NULL
                                     OR master_expires_at > clock_timestamp())) AS authorized
        FROM (SELECT refused_reason, key_version, master_expires_at FROM account
               WHERE tenant_id = $1::text ORDER BY environment, uid LIMIT $2::integer) AS first
      """;

  private final Database database;

  AccountCounts(Database database) {
    this.database = database;
  }

  /**
   * Accounts by status.
   *
   * @param more whether there are accounts that were not looked at
   */
  public record Counts(long authorized, long notAuthorized, boolean more) {}

  public Uni<Counts> of(TenantId tenant) {
    return database
        .read(COUNT, Tuple.of(tenant.value(), SPAN))
        .map(
            rows -> {
              var row = rows.iterator().next();
              long authorized = row.getLong("authorized");
              long counted = row.getLong("counted");
              return new Counts(authorized, counted - authorized, counted == SPAN);
            });
  }
}
