package io.strongroom.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Action;
import io.strongroom.audit.Actor;
import io.strongroom.audit.Audit;
import io.strongroom.audit.Event;
import io.strongroom.database.Database;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/**
 * Records that a limit is nearly used, and that it is used up: each once in a window, over all
 * instances, for the window's row says what was told.
 *
 * <p>Looks at counts that were made anyway, and nobody waits for it. What the database does not
 * take is tried again with the next count; a process that is killed in between may leave it unsaid.
 */
@Singleton
class LimitAlarms {
  private static final Logger LOG = Logger.getLogger(LimitAlarms.class);

  /** Four fifths of a limit: time to do something about it. */
  private static final int NEAR_PERCENT = 80;

  /** Windows that this instance need not look at again. */
  private static final int MOST = 100_000;

  private static final String TELL =
      """
      UPDATE quota_window SET told = $5::smallint
       WHERE tenant_id = $1::text AND resource = $2::text AND key_id = $3::text
         AND window_start = $4::timestamptz - interval '1 hour' AND told < $5::smallint
      """;

  private final Database database;
  private final Audit audit;
  private final Cache<Told, Boolean> told =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(Duration.ofHours(1)).build();

  LimitAlarms(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  private enum Level {
    FAR,
    NEAR,
    REACHED
  }

  private record Told(Limited limited, Instant end, Level level) {}

  /** What was counted of a limit; of a large one, with the whole of each block that is open. */
  void look(Limited limited, Window window) {
    Level level = level(limited.limit(), window);
    Told now = new Told(limited, window.end(), level);
    if (level != Level.FAR && told.asMap().putIfAbsent(now, true) == null) {
      var unused =
          database
              .write(connection -> tell(connection, now))
              .subscribe()
              .with(done -> {}, failure -> forget(now, failure));
    }
  }

  private static Level level(long limit, Window window) {
    if (!window.admitted() || window.used() >= limit) {
      return Level.REACHED;
    }
    return window.used() * 100 >= limit * NEAR_PERCENT ? Level.NEAR : Level.FAR;
  }

  private void forget(Told now, Throwable failure) {
    told.invalidate(now);
    LOG.debug("a limit's alarm is tried again", failure);
  }

  private Uni<Void> tell(SqlConnection connection, Told now) {
    Subject subject = now.limited().subject();
    return connection
        .preparedQuery(TELL)
        .execute(
            Tuple.of(
                subject.tenant().value(),
                subject.resource(),
                subject.keyId(),
                now.end().atOffset(ZoneOffset.UTC),
                (short) now.level().ordinal()))
        .chain(
            rows ->
                rows.rowCount() == 0
                    ? Uni.createFrom().voidItem()
                    : audit.record(connection, event(now)));
  }

  private static Event event(Told now) {
    Subject subject = now.limited().subject();
    Action action = now.level() == Level.NEAR ? Action.QUOTA_NEAR : Action.QUOTA_REACHED;
    Event event =
        Event.of(action, subject.tenant())
            .by(Actor.service())
            .target(subject.resource())
            .with("limit", now.limited().limit())
            .with("until", now.end().toString());
    return subject.keyId().isEmpty() ? event : event.with("keyId", subject.keyId());
  }
}
