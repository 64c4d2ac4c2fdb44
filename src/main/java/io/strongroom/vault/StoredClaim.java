package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.AccountKey;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A claim's row, locked, and how it stands with those whose calls are lost.
 *
 * @param claim null where nobody ever claimed the thing
 * @param senders of the calls that are lost if the claim is not held any more
 */
record StoredClaim(@Nullable Claim claim, Senders senders) {

  /**
   * Joined to {@code claim c}: the lives {@code senders.alive} and {@code senders.away} of a {@link
   * Senders}.
   */
  static final String SENDERS =
      """
      LEFT JOIN LATERAL (
        SELECT array_agg(l.life_id) FILTER (WHERE i.life_id IS NOT NULL) AS alive,
               array_agg(l.life_id) FILTER (WHERE i.life_id IS NULL) AS away
          FROM life l
          LEFT JOIN instance i ON i.life_id = l.life_id AND i.lease_until > clock_timestamp()
         WHERE l.settled_at IS NULL
           AND l.life_id = ANY (
                 CASE WHEN c.state = 'ended' THEN c.lost_lives
                      WHEN c.lost_version = c.master_version THEN c.lost_lives || c.life_id
                      ELSE ARRAY[c.life_id] END)) senders ON true
      """;

  private static final String FIND =
      """
      SELECT c.claim_id, c.life_id, c.fence, c.state, c.lease_until, c.started_at,
             c.master_version, c.lost_at, c.lost_version, c.lost_claim, c.lost_lives,
             senders.alive, senders.away
        FROM claim c
      """
          + SENDERS
          + """
       WHERE c.tenant_id = $1::text AND c.environment = $2::text AND c.uid = $3::text
         AND c.client_id = $4::text FOR UPDATE OF c
      """;

  static Uni<StoredClaim> find(SqlConnection connection, AccountKey account, String claimed) {
    return connection
        .preparedQuery(FIND)
        .execute(Claims.key(account).addString(claimed))
        .map(StoredClaim::of);
  }

  private static StoredClaim of(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return new StoredClaim(null, Senders.SETTLED);
    }
    Row row = rows.iterator().next();
    Claim claim =
        new Claim(
            row.getUUID("claim_id"),
            row.getUUID("life_id"),
            row.getLong("fence"),
            Claim.State.of(row.getString("state")),
            row.getOffsetDateTime("lease_until").toInstant(),
            row.getOffsetDateTime("started_at").toInstant(),
            row.getUUID("master_version"),
            loss(row));
    return new StoredClaim(claim, senders(row));
  }

  private static @Nullable Loss loss(Row row) {
    OffsetDateTime since = row.getOffsetDateTime("lost_at");
    return since == null
        ? null
        : new Loss(
            since.toInstant(),
            row.getUUID("lost_version"),
            row.getUUID("lost_claim"),
            lives(row, "lost_lives"));
  }

  /** Of a row with what {@link #SENDERS} gives. */
  static Senders senders(Row row) {
    return new Senders(lives(row, "alive"), lives(row, "away"));
  }

  private static Set<UUID> lives(Row row, String column) {
    UUID[] lives = row.getArrayOfUUIDs(column);
    return lives == null ? Set.of() : Set.of(lives);
  }

  /** What is lost if the claim is not held; null where nothing is, or it is held. */
  @Nullable Loss loss(Instant now) {
    return claim == null || claim.isHeld(now) ? null : claim.lossUnheld();
  }
}
