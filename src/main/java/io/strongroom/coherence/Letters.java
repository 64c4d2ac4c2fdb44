package io.strongroom.coherence;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** The inbox, as changers see it. */
@Singleton
class Letters implements ChangeRows {
  /** A join waits for whoever has this, and who waits for a join sees the new member. */
  private static final String SHARE = "SELECT epoch FROM membership FOR SHARE";

  private static final String SEND =
      """
      INSERT INTO inbox (member_id, change_id, tenant_id, topics)
      SELECT member_id, CAST($1 AS uuid), CAST($2 AS text), string_to_array(CAST($3 AS text), ' ')
        FROM member
       WHERE CAST(member_id AS text) <> CAST($4 AS text)
      """;

  private static final String HINT = "SELECT pg_notify('" + Hint.CHANNEL + "', '')";

  private static final String OPEN =
      "SELECT DISTINCT change_id FROM inbox WHERE tenant_id = $1::text AND topics && $2::text[]";

  private static final String OPEN_OF_TENANT =
      "SELECT DISTINCT change_id FROM inbox WHERE tenant_id = $1::text";

  private static final String ANY_OPEN =
      "SELECT EXISTS (SELECT 1 FROM inbox WHERE change_id = ANY ($1::uuid[])) AS open";

  /**
   * Only those who owe an answer: another may have renewed just before the database's clock was set
   * forward, and answers from memory still.
   */
  private static final String REMOVE_LAPSED =
      """
      DELETE FROM member m
       USING inbox i
       WHERE i.change_id = ANY ($1::uuid[]) AND i.member_id = m.member_id
         AND m.lease_until < clock_timestamp()
      """;

  private final Database database;
  private final CoherenceConfig config;

  Letters(Database database, CoherenceConfig config) {
    this.database = database;
    this.config = config;
  }

  /** Writes to all members, as the last step of the change's transaction. */
  Uni<Void> send(SqlConnection connection, Change change) {
    return send(
        change,
        sql -> connection.query(sql).execute().replaceWithVoid(),
        (sql, letter) ->
            connection
                .preparedQuery(sql)
                .execute(Tuple.from((Object[]) letter))
                .map(SqlResult::rowCount));
  }

  /** The same in a session over entities, whose parameters have other signs. */
  Uni<Void> send(Mutiny.Session session, Change change) {
    return send(
        change,
        sql -> session.createNativeQuery(sql).getSingleResult().replaceWithVoid(),
        (sql, letter) -> {
          var insert = session.createNativeQuery(sql.replace('$', '?'));
          for (int i = 0; i < letter.length; i++) {
            var unused = insert.setParameter(i + 1, letter[i]);
          }
          return insert.executeUpdate();
        });
  }

  private Uni<Void> send(
      Change change,
      Function<String, Uni<Void>> select,
      BiFunction<String, String[], Uni<Integer>> insert) {
    if (change.topics().isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return select
        .apply(SHARE)
        .chain(() -> insert.apply(SEND, letter(change)))
        .invoke(letters -> change.sent(letters > 0))
        .chain(
            () ->
                change.sent() && config.isHinted()
                    ? select.apply(HINT)
                    : Uni.createFrom().voidItem());
  }

  private static String[] letter(Change change) {
    return new String[] {
      change.id().toString(),
      change.topics().iterator().next().tenant().value(),
      String.join(" ", paths(change.topics())),
      String.valueOf(change.writer())
    };
  }

  @Override
  public Uni<Set<UUID>> open(Collection<Topic> topics) {
    String tenant = topics.iterator().next().tenant().value();
    return database.read(OPEN, Tuple.of(tenant, paths(topics))).map(Letters::changes);
  }

  @Override
  public Uni<Set<UUID>> open(TenantId tenant) {
    return database.read(OPEN_OF_TENANT, Tuple.of(tenant.value())).map(Letters::changes);
  }

  @Override
  public Uni<Boolean> anyOpen(Set<UUID> changes) {
    return database
        .read(ANY_OPEN, Tuple.of(changes.toArray(UUID[]::new)))
        .map(rows -> rows.iterator().next().getBoolean("open"));
  }

  @Override
  public Uni<Void> removeLapsed(Set<UUID> changes) {
    Tuple of = Tuple.of(changes.toArray(UUID[]::new));
    return database.write(connection -> Removal.of(connection, REMOVE_LAPSED, of));
  }

  private static Set<UUID> changes(Iterable<Row> rows) {
    Set<UUID> changes = new HashSet<>();
    rows.forEach(row -> changes.add(row.getUUID("change_id")));
    return changes;
  }

  private static String[] paths(Collection<Topic> topics) {
    return topics.stream().map(Topic::path).toArray(String[]::new);
  }
}
