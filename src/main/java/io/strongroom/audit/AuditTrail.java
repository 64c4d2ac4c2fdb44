package io.strongroom.audit;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.database.Page;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tenants' records as administrators read them: rows that were sealed, by their places. A tenant's
 * record outlives the tenant, until its rows are as old as they may be.
 */
@Singleton
public class AuditTrail {
  /** Rows that one call looks at where no index leads to those that are asked for. */
  private static final long WINDOW = 50_000;

  private static final String KNOWN =
      "SELECT 1 FROM tenant WHERE tenant_id = $1::text"
          + " UNION ALL SELECT 1 FROM audit_head WHERE tenant_id = $1::text"
          + " UNION ALL SELECT 1 FROM audit_event WHERE tenant_id = $1::text LIMIT 1";

  private static final String FIND =
      "SELECT"
          + Entry.COLUMNS
          + "FROM audit_event WHERE tenant_id = $1::text AND seq >= $11::bigint"
          + " AND seq <= $12::bigint AND "
          + EventFilter.CONDITION;

  private static final String NEWEST_FIRST = FIND + " ORDER BY seq DESC LIMIT $13::integer";
  private static final String OLDEST_FIRST = FIND + " ORDER BY seq LIMIT $13::integer";

  private final Database database;
  private final Signing signing;
  private final ChainRows rows;

  AuditTrail(Database database, Signing signing, ChainRows rows) {
    this.database = database;
    this.signing = signing;
    this.rows = rows;
  }

  /** Newest first or oldest first. */
  public enum Order {
    NEWEST,
    OLDEST
  }

  /**
   * One page; its cursor is a place. A page may be short, or empty, and yet have one after it:
   * where no index helps, a call looks at so many rows and no more.
   *
   * <p>Fails with {@code not-found} for a tenant that there never was.
   */
  public Uni<Page<RecordedEvent>> list(
      TenantId tenant, EventFilter filter, Order order, Page.Request page) {
    Long cursor = cursor(page.cursor());
    return known(tenant)
        .chain(() -> rows.state(tenant.value()))
        .chain(
            state -> list(tenant, filter, page.limit(), Window.of(state, filter, order, cursor)));
  }

  /** All that is sealed when it begins, oldest first; read as fast as it is taken. */
  public Multi<RecordedEvent> export(TenantId tenant, EventFilter filter) {
    return Multi.createBy()
        .repeating()
        .uni(
            () -> new Progress(),
            progress ->
                list(
                        tenant,
                        filter,
                        Order.OLDEST,
                        new Page.Request(progress.cursor, Page.MAX_LIMIT))
                    .invoke(
                        page ->
                            progress.cursor = Objects.requireNonNullElse(page.nextCursor(), "")))
        .whilst(page -> page.nextCursor() != null)
        .onItem()
        .transformToIterable(Page::items);
  }

  /** What a caller may keep. */
  public Uni<SignedHead> head(TenantId tenant) {
    return known(tenant)
        .chain(signing::signer)
        .chain(
            signer ->
                rows.state(tenant.value()).map(state -> SignedHead.of(tenant, state, signer)));
  }

  /** Fails for a tenant that there never was; one that was deleted has left its tombstone. */
  public Uni<Void> known(TenantId tenant) {
    if (tenant.equals(Event.NO_TENANT)) {
      return Uni.createFrom().voidItem();
    }
    return database
        .read(KNOWN, Tuple.of(tenant.value()))
        .invoke(
            found -> {
              if (found.size() == 0) {
                throw Fault.of(FaultCode.NOT_FOUND, "There is no such tenant").exception();
              }
            })
        .replaceWithVoid();
  }

  private Uni<Page<RecordedEvent>> list(
      TenantId tenant, EventFilter filter, int limit, Window window) {
    Tuple parameters =
        filter
            .parameters(tenant)
            .addLong(window.lowest)
            .addLong(window.highest)
            .addInteger(limit + 1);
    return database
        .read(window.order == Order.NEWEST ? NEWEST_FIRST : OLDEST_FIRST, parameters)
        .map(found -> page(found, limit, window));
  }

  private static Page<RecordedEvent> page(RowSet<Row> found, int limit, Window window) {
    List<RecordedEvent> items = new ArrayList<>();
    for (Row row : found) {
      items.add(RecordedEvent.of(Entry.of(row)));
    }
    if (items.size() > limit) {
      List<RecordedEvent> shown = items.subList(0, limit);
      return new Page<>(shown, Long.toString(shown.get(limit - 1).seq()));
    }
    return new Page<>(items, window.next());
  }

  private static @Nullable Long cursor(String cursor) {
    InvalidValue.unless(cursor.matches("[0-9]{0,18}"), "cursor", "must be one of a page before");
    return cursor.isEmpty() ? null : Long.valueOf(cursor);
  }

  /** Touched by one export, one page after the other. */
  private static final class Progress {
    private String cursor = "";
  }

  /** The places that one call looks at. */
  private record Window(long lowest, long highest, Order order, boolean last) {
    static Window of(ChainState state, EventFilter filter, Order order, @Nullable Long cursor) {
      long first = state.begin().seq() + 1;
      long end = state.end();
      long most = filter.isSelective() ? Long.MAX_VALUE : WINDOW;
      if (order == Order.OLDEST) {
        long lowest = cursor == null ? first : Math.max(first, cursor + 1);
        long highest = Math.min(end, lowest + Math.min(most, end) - 1);
        return new Window(lowest, highest, order, highest >= end);
      }
      long highest = cursor == null ? end : Math.min(end, cursor - 1);
      long lowest = Math.max(first, highest - Math.min(most, end) + 1);
      return new Window(lowest, highest, order, lowest <= first);
    }

    @Nullable String next() {
      return last ? null : Long.toString(order == Order.NEWEST ? lowest : highest);
    }
  }
}
