package io.strongroom.audit;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The acts that tenants are told of, in the order of their places. */
@Singleton
public class EventFeed {
  /** An index holds these and no others: one more needs a migration. */
  public static final Set<Action> TOLD =
      Set.copyOf(
          EnumSet.of(
              Action.ACCOUNT_NOT_AUTHORIZED,
              Action.ACCOUNT_AUTHORIZED,
              Action.REVOCATION_BATCH,
              Action.QUOTA_NEAR,
              Action.QUOTA_REACHED,
              Action.UPSTREAM_DOWN,
              Action.UPSTREAM_UP));

  /** The rows of that index. */
  public static final String CONDITION =
      TOLD.stream()
          .map(action -> "'" + action.word() + "'")
          .sorted()
          .collect(Collectors.joining(", ", "seq IS NOT NULL AND action IN (", ")"));

  /** One statement: the rows are all that there are up to the head that it tells. */
  private static final String AFTER =
      """
      SELECT e.*, h.seq AS head_seq, h.anchor_seq
        FROM (SELECT 1) AS one
        LEFT JOIN audit_head h ON h.tenant_id = $1::text
        LEFT JOIN LATERAL (
               SELECT %s FROM audit_event
                WHERE tenant_id = $1::text AND seq > $2::bigint AND %s
                  AND action = ANY($3::text[])
                ORDER BY seq LIMIT $4::integer) e ON true
       ORDER BY e.seq
      """
          .formatted(Entry.COLUMNS, CONDITION);

  private final Database database;

  EventFeed(Database database) {
    this.database = database;
  }

  /**
   * Some acts of a tenant.
   *
   * @param begin rows up to this place are gone for their age
   * @param end all acts up to this place that were asked for are here, or were before
   * @param more whether there may be others
   */
  public record Slice(List<RecordedEvent> events, long begin, long end, boolean more) {}

  /** The next acts after a place. */
  public Uni<Slice> after(TenantId tenant, long place, Collection<Action> actions, int most) {
    String[] words = actions.stream().map(Action::word).toArray(String[]::new);
    return database
        .read(AFTER, Tuple.of(tenant.value(), place, words, most))
        .map(rows -> slice(rows, most));
  }

  private static Slice slice(RowSet<Row> rows, int most) {
    List<RecordedEvent> events = new ArrayList<>();
    long begin = 0;
    long end = 0;
    for (Row row : rows) {
      if (row.getLong("head_seq") != null) {
        begin = row.getLong("anchor_seq");
        end = row.getLong("head_seq");
      }
      if (row.getLong("seq") != null) {
        events.add(RecordedEvent.of(Entry.of(row)));
      }
    }
    boolean more = events.size() == most;
    return new Slice(events, begin, more ? events.get(most - 1).seq() : end, more);
  }
}
