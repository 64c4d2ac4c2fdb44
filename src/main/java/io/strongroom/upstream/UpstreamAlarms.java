package io.strongroom.upstream;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Actor;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.database.Database;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import io.strongroom.upstream.Guards.Key;
import io.strongroom.work.Recurring;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Records that an upstream is down, when the first instance begins to spare it, and that it is up,
 * when one of them sends calls to it again: once each, for a row says what was told.
 *
 * <p>Looks at the breakers once a second; one that has opened stays so for two. No call waits for
 * it or pays for it. An upstream that an instance took along when it ended is up when nobody has
 * found it down for a while.
 */
@Singleton
class UpstreamAlarms {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration RENEW_EVERY = Duration.ofSeconds(30);

  /** Rows of ended instances that one run looks at. */
  private static final int MOST_FORGOTTEN = 100;

  private static final String DOWN =
      "INSERT INTO upstream_down (tenant_id, environment) VALUES ($1::text, $2::text)"
          + " ON CONFLICT (tenant_id, environment) DO NOTHING";

  private static final String UP =
      "DELETE FROM upstream_down WHERE tenant_id = $1::text AND environment = $2::text"
          + " AND (NOT $3::boolean OR seen_at < clock_timestamp() - interval '2 minutes')";

  private static final String RENEW =
      "UPDATE upstream_down SET seen_at = clock_timestamp()"
          + " WHERE tenant_id = $1::text AND environment = $2::text";

  private static final String FORGOTTEN =
      "SELECT tenant_id, environment FROM upstream_down"
          + " WHERE seen_at < clock_timestamp() - interval '2 minutes' LIMIT $1::integer";

  private final Guards guards;
  private final Database database;
  private final Audit audit;
  private final Recurring looks =
      new Recurring("upstreams down", () -> look().subscribeAsCompletionStage());
  private final Recurring renewals =
      new Recurring("upstreams still down", () -> renew().subscribeAsCompletionStage());

  /** What this instance has told; touched by the run that is under way alone. */
  private volatile Set<Key> told = Set.of();

  UpstreamAlarms(Guards guards, Database database, Audit audit) {
    this.guards = guards;
    this.database = database;
    this.audit = audit;
  }

  void begin(@Observes StartupEvent start, Vertx vertx) {
    looks.every(EVERY, vertx);
    renewals.every(RENEW_EVERY, vertx);
  }

  void stop(@Observes @Priority(1) ShutdownEvent stop) {
    looks.stop();
    renewals.stop();
  }

  /** What the database does not take, the next run finds as it was. */
  Uni<Void> look() {
    Set<Key> before = told;
    Set<Key> now = guards.spared();
    return now.equals(before)
        ? Uni.createFrom().voidItem()
        : each(without(now, before), this::down)
            .chain(() -> each(without(before, now), key -> up(key, false)))
            .invoke(() -> told = now);
  }

  Uni<Void> renew() {
    return each(List.copyOf(told), key -> write(RENEW, tuple(key)).replaceWithVoid())
        .chain(() -> database.read(FORGOTTEN, Tuple.of(MOST_FORGOTTEN)))
        .chain(
            rows -> {
              List<Key> forgotten = new ArrayList<>();
              rows.forEach(row -> forgotten.add(key(row)));
              return each(forgotten, key -> up(key, true));
            });
  }

  private Uni<Void> down(Key key) {
    return tell(DOWN, tuple(key), event(Action.UPSTREAM_DOWN, key));
  }

  private Uni<Void> up(Key key, boolean forgotten) {
    return tell(
        UP,
        tuple(key).addBoolean(forgotten),
        event(Action.UPSTREAM_UP, key).where("assumed", forgotten));
  }

  /** Records the event in the transaction that changes the row, if it does change it. */
  private Uni<Void> tell(String change, Tuple parameters, Event event) {
    return database.write(
        connection ->
            execute(connection, change, parameters)
                .chain(
                    rows ->
                        rows == 0 ? Uni.createFrom().voidItem() : audit.record(connection, event)));
  }

  private Uni<Integer> write(String sql, Tuple parameters) {
    return database.write(connection -> execute(connection, sql, parameters));
  }

  private static Uni<Integer> execute(SqlConnection connection, String sql, Tuple parameters) {
    return connection.preparedQuery(sql).execute(parameters).map(rows -> rows.rowCount());
  }

  private static Event event(Action action, Key key) {
    return Event.of(action, key.tenant(), key.environment()).by(Actor.service());
  }

  private static Tuple tuple(Key key) {
    return Tuple.of(key.tenant().value(), key.environment().value());
  }

  private static Key key(Row row) {
    return new Key(
        new TenantId(row.getString("tenant_id")),
        new EnvironmentName(row.getString("environment")));
  }

  private static List<Key> without(Set<Key> keys, Set<Key> others) {
    Set<Key> left = new HashSet<>(keys);
    left.removeAll(others);
    return List.copyOf(left);
  }

  private static Uni<Void> each(List<Key> keys, Function<Key, Uni<Void>> act) {
    return Multi.createFrom()
        .iterable(keys)
        .onItem()
        .transformToUniAndConcatenate(act::apply)
        .collect()
        .last()
        .replaceWithVoid();
  }
}
