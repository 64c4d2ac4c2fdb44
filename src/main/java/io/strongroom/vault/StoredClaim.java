package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.AccountKey;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A claim's row, locked, and how it stands with its holder.
 *
 * @param claim null where nobody ever claimed the thing
 * @param holder the life that took it
 */
record StoredClaim(@Nullable Claim claim, Holder holder) {

  /** What is known of a life. */
  enum Holder {
    /** It renews its lease. */
    ALIVE,
    /** It does not, and its spool may hold an outcome. */
    AWAY,
    /** It has ended, and its spool is empty. */
    SETTLED
  }

  /** Of {@code claim c LEFT JOIN life l}: a {@link Holder}. */
  static final String HOLDER =
      """
      CASE WHEN l.life_id IS NULL OR l.settled_at IS NOT NULL THEN 'SETTLED'
           WHEN EXISTS (SELECT 1 FROM instance i
                         WHERE i.life_id = c.life_id
                           AND i.lease_until > clock_timestamp()) THEN 'ALIVE'
           ELSE 'AWAY' END AS holder
      """;

  private static final String FIND =
      "SELECT c.claim_id, c.life_id, c.fence, c.state, c.lease_until, c.started_at,"
          + " c.master_version, c.lost_at, c.lost_version, "
          + HOLDER
          + " FROM claim c LEFT JOIN life l ON l.life_id = c.life_id"
          + " WHERE c.tenant_id = $1::text AND c.environment = $2::text AND c.uid = $3::text"
          + " AND c.client_id = $4::text FOR UPDATE OF c";

  static Uni<StoredClaim> find(SqlConnection connection, AccountKey account, String claimed) {
    return connection
        .preparedQuery(FIND)
        .execute(Claims.key(account).addString(claimed))
        .map(StoredClaim::of);
  }

  private static StoredClaim of(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return new StoredClaim(null, Holder.SETTLED);
    }
    Row row = rows.iterator().next();
    OffsetDateTime lostAt = row.getOffsetDateTime("lost_at");
    return new StoredClaim(
        new Claim(
            row.getUUID("claim_id"),
            row.getUUID("life_id"),
            row.getLong("fence"),
            Claim.State.of(row.getString("state")),
            row.getOffsetDateTime("lease_until").toInstant(),
            row.getOffsetDateTime("started_at").toInstant(),
            row.getUUID("master_version"),
            lostAt == null ? null : lostAt.toInstant(),
            row.getUUID("lost_version")),
        Holder.valueOf(row.getString("holder")));
  }

  /** The claim, if it has ended without a record; null otherwise. */
  @Nullable UUID lost(Instant now) {
    return claim == null || claim.state() == Claim.State.ENDED || claim.isHeld(now)
        ? null
        : claim.id();
  }
}
