package io.strongroom.revocation;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.TokenKind;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the tokens that wait in a lane and writes what came of them. */
@Singleton
class QueuedItems {
  /** No token waits for longer, however rarely it could be tried. */
  private static final int OLD_HOURS = 24;

  /** Rows that are given up in one statement. */
  private static final int GIVEN_UP_AT_ONCE = 1_000;

  private static final String DUE =
      """
      SELECT u.item_id, u.uid, u.kind, u.token, u.origin, u.attempts,
             u.created_at < clock_timestamp() - $5::integer * interval '1 hour' AS old,
             CASE u.kind
               WHEN 'master-token' THEN EXISTS (
                 SELECT 1 FROM account a
                  WHERE a.tenant_id = u.tenant_id AND a.environment = u.environment
                    AND a.uid = u.uid AND a.master_hash = u.token_hash)
               ELSE EXISTS (
                 SELECT 1 FROM client_token t
                  WHERE t.tenant_id = u.tenant_id AND t.token_hash = u.token_hash)
             END AS held_again
        FROM upstream_revocation u
       WHERE u.tenant_id = $1::text AND u.environment = $2::text AND u.client_id = $3::text
         AND u.outcome = 'pending' AND u.due_at <= clock_timestamp()
       ORDER BY u.due_at LIMIT $4::integer
      """;

  /** With its outcome the secret goes. */
  private static final String SETTLE =
      """
      UPDATE upstream_revocation
         SET outcome = $3::text, reason = $4::text, attempts = attempts + $5::integer,
             due_at = clock_timestamp() + $6::bigint * interval '1 millisecond',
             token = CASE $3::text WHEN 'pending' THEN token END,
             key_version = CASE $3::text WHEN 'pending' THEN key_version END,
             ended_at = CASE $3::text WHEN 'pending' THEN NULL ELSE clock_timestamp() END
       WHERE tenant_id = $1::text AND item_id = $2::text AND outcome = 'pending'
      """;

  private static final String GIVE_UP_OLD =
      """
      UPDATE upstream_revocation
         SET outcome = 'failed', reason = coalesce(reason, $4::text), token = NULL,
             key_version = NULL, ended_at = clock_timestamp()
       WHERE ctid = ANY (ARRAY(
               SELECT ctid FROM upstream_revocation
                WHERE tenant_id = $1::text AND environment = $2::text AND client_id = $3::text
                  AND outcome = 'pending'
                  AND created_at < clock_timestamp() - $5::integer * interval '1 hour'
                LIMIT $6::integer))
         AND tenant_id = $1::text AND outcome = 'pending'
      """;

  private final Backoff backoff = new Backoff(new SecureRandom());

  Uni<List<QueuedItem>> due(SqlConnection connection, Lane lane, int most) {
    return connection
        .preparedQuery(DUE)
        .execute(lane.key().addInteger(most).addInteger(OLD_HOURS))
        .map(QueuedItems::items);
  }

  Uni<Void> settle(SqlConnection connection, Lane lane, List<QueuedItem.Settled> settled) {
    List<Tuple> rows =
        settled.stream().filter(one -> one.outcome() != null).map(one -> row(lane, one)).toList();
    return rows.isEmpty()
        ? Uni.createFrom().voidItem()
        : connection.preparedQuery(SETTLE).executeBatch(rows).replaceWithVoid();
  }

  /** Gives up what has waited too long at an upstream that is not well; returns how many. */
  Uni<Integer> giveUpOld(SqlConnection connection, Lane lane, String reason) {
    return connection
        .preparedQuery(GIVE_UP_OLD)
        .execute(lane.key().addString(reason).addInteger(OLD_HOURS).addInteger(GIVEN_UP_AT_ONCE))
        .map(RowSet::rowCount);
  }

  private Tuple row(Lane lane, QueuedItem.Settled one) {
    UpstreamOutcome outcome = Objects.requireNonNull(one.outcome());
    int asked = one.asked() ? 1 : 0;
    Duration pause = one.asked() ? backoff.ofToken(one.item().tries() + 1) : Duration.ZERO;
    return Tuple.tuple()
        .addString(lane.tenant().value())
        .addString(one.item().id())
        .addString(outcome.state().word())
        .addString(outcome.reason())
        .addInteger(asked)
        .addLong(pause.toMillis());
  }

  private static List<QueuedItem> items(RowSet<Row> rows) {
    List<QueuedItem> items = new ArrayList<>();
    for (Row row : rows) {
      items.add(
          new QueuedItem(
              row.getString("item_id"),
              row.getString("uid"),
              TokenKind.of(row.getString("kind")),
              row.getBuffer("token").getBytes(),
              row.getString("origin"),
              row.getInteger("attempts"),
              row.getBoolean("old"),
              row.getBoolean("held_again")));
    }
    return items;
  }
}
