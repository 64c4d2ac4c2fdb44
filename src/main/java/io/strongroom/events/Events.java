package io.strongroom.events;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.AuditTrail;
import io.strongroom.audit.EventFeed;
import io.strongroom.database.Page;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.TenantId;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tenant's events, oldest first, for those who ask. */
@Singleton
public class Events {
  private final AuditTrail trail;
  private final EventFeed feed;

  Events(AuditTrail trail, EventFeed feed) {
    this.trail = trail;
    this.feed = feed;
  }

  /**
   * Some events.
   *
   * @param nextCursor where there may be more
   * @param missedTo where the cursor is older than what is kept: events up to this place are gone
   */
  public record Told(List<Notice> items, @Nullable String nextCursor, @Nullable String missedTo) {}

  /**
   * The events after a cursor; all that are kept where there is none.
   *
   * @param type null for all
   */
  public Uni<Told> list(TenantId tenant, @Nullable EventType type, Page.Request page) {
    List<EventType> types = type == null ? Arrays.asList(EventType.values()) : List.of(type);
    long after = page.cursor().isEmpty() ? 0 : place("cursor", page.cursor());
    return trail
        .known(tenant)
        .chain(
            () ->
                feed.after(
                    tenant, after, types.stream().map(EventType::action).toList(), page.limit()))
        .map(slice -> told(slice, after));
  }

  /** The place that a cursor names. */
  public static long place(String member, String cursor) {
    InvalidValue.unless(
        cursor.matches("[0-9]{1,18}"), member, "must be the cursor of an event, or 0");
    return Long.parseLong(cursor);
  }

  private static Told told(EventFeed.Slice slice, long after) {
    boolean missed = after > 0 && after < slice.begin();
    return new Told(
        slice.events().stream().map(Notice::of).toList(),
        slice.more() ? Long.toString(slice.end()) : null,
        missed ? Long.toString(slice.begin()) : null);
  }
}
