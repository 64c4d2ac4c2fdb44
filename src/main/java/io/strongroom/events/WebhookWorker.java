package io.strongroom.events;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.strongroom.audit.EventFeed;
import io.strongroom.database.Database;
import io.strongroom.token.Ticks;
import io.strongroom.work.Recurring;
import io.strongroom.work.Shares;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Gives webhooks their turns, so many at once. Of these no tenant has more than its share, nor have
 * receivers that fail: one that is dead or slow holds up itself and nobody else.
 *
 * <p>A stop begins no further turn; a call that it cuts off is made again by whoever takes the
 * webhook when its lease is over.
 */
@Singleton
class WebhookWorker {
  private static final Logger LOG = Logger.getLogger(WebhookWorker.class);
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration COUNT_EVERY = Duration.ofSeconds(15);

  private static final String BEHIND =
      """
      SELECT coalesce(max(extract(epoch FROM clock_timestamp() - e.recorded_at)), 0)::bigint AS lag,
             count(*) FILTER (WHERE w.failures > 0) AS failing
        FROM webhook w
        JOIN LATERAL (
               SELECT recorded_at FROM audit_event
                WHERE tenant_id = w.tenant_id AND seq > w.cursor AND %s
                ORDER BY seq LIMIT 1) e ON true
       WHERE w.disabled IS NULL
      """
          .formatted(EventFeed.CONDITION);

  private final Database database;
  private final Turns turns;
  private final Deliveries deliveries;
  private final WebhookMeters meters;
  private final Ticks ticks;
  private final Shares shares = new Shares();
  private final Recurring looks =
      new Recurring("due webhooks", () -> fill().subscribeAsCompletionStage());
  private final Recurring counts =
      new Recurring("lag of webhooks", () -> count().subscribeAsCompletionStage());

  WebhookWorker(
      Database database, Turns turns, Deliveries deliveries, WebhookMeters meters, Ticks ticks) {
    this.database = database;
    this.turns = turns;
    this.deliveries = deliveries;
    this.meters = meters;
    this.ticks = ticks;
  }

  void begin(@Observes StartupEvent start, Vertx vertx) {
    looks.every(EVERY, vertx);
    counts.every(COUNT_EVERY, vertx);
  }

  /** Before the works are awaited: none of them is to begin another. */
  void stop(@Observes @Priority(1) ShutdownEvent stop) {
    looks.stop();
    counts.stop();
  }

  /** Takes webhooks until there are none, or as many as may be under way. */
  private Uni<Void> fill() {
    int free = shares.free();
    if (free == 0 || looks.isStopped()) {
      return Uni.createFrom().voidItem();
    }
    long since = ticks.nanos();
    return turns
        .take(free, shares.mayTakeAiling(), shares.busyTenants())
        .invoke(taken -> taken.forEach(webhook -> run(webhook, since)))
        .chain(taken -> taken.isEmpty() ? Uni.createFrom().voidItem() : fill());
  }

  private void run(Taken webhook, long since) {
    shares.entered(webhook.tenant(), webhook.isAiling());
    var unused =
        deliveries
            .run(webhook, since)
            .onTermination()
            .invoke(() -> shares.left(webhook.tenant(), webhook.isAiling()))
            .subscribe()
            .with(
                done -> looks.begin(),
                failure ->
                    LOG.debug("a webhook has its turn again when its lease is over", failure));
  }

  private Uni<Void> count() {
    return database
        .read(BEHIND, Tuple.tuple())
        .map(rows -> rows.iterator().next())
        .invoke(row -> meters.behind(row.getLong("lag"), row.getLong("failing")))
        .replaceWithVoid();
  }
}
