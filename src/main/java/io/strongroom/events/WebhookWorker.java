package io.strongroom.events;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.strongroom.audit.EventFeed;
import io.strongroom.database.Database;
import io.strongroom.token.Ticks;
import io.strongroom.work.Recurring;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** Webhooks under way in this instance. */
  private static final int MOST = 32;

  private static final int MOST_OF_A_TENANT = 8;
  private static final int MOST_AILING = 16;

  /** Taken together: few, so that the shares above are kept. */
  private static final int TAKEN_AT_ONCE = 4;

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
  private final Recurring looks =
      new Recurring("due webhooks", () -> fill().subscribeAsCompletionStage());
  private final Recurring counts =
      new Recurring("lag of webhooks", () -> count().subscribeAsCompletionStage());

  /** Written and read under this object's monitor; turns end on several event loops. */
  private final Map<String, Integer> webhooksByTenant = new HashMap<>();

  private int underWay;
  private int ailing;

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
    int free = free();
    if (free == 0 || looks.isStopped()) {
      return Uni.createFrom().voidItem();
    }
    long since = ticks.nanos();
    return turns
        .take(Math.min(free, TAKEN_AT_ONCE), mayTakeAiling(), busyTenants())
        .invoke(taken -> taken.forEach(webhook -> run(webhook, since)))
        .chain(taken -> taken.isEmpty() ? Uni.createFrom().voidItem() : fill());
  }

  private void run(Taken webhook, long since) {
    entered(webhook);
    var unused =
        deliveries
            .run(webhook, since)
            .onTermination()
            .invoke(() -> left(webhook))
            .subscribe()
            .with(
                done -> looks.begin(),
                failure ->
                    LOG.debug("a webhook has its turn again when its lease is over", failure));
  }

  private synchronized int free() {
    return MOST - underWay;
  }

  private synchronized boolean mayTakeAiling() {
    return ailing < MOST_AILING;
  }

  private synchronized List<String> busyTenants() {
    return webhooksByTenant.entrySet().stream()
        .filter(tenant -> tenant.getValue() >= MOST_OF_A_TENANT)
        .map(Map.Entry::getKey)
        .toList();
  }

  private synchronized void entered(Taken webhook) {
    underWay++;
    ailing += webhook.isAiling() ? 1 : 0;
    webhooksByTenant.merge(webhook.tenant().value(), 1, Integer::sum);
  }

  private synchronized void left(Taken webhook) {
    underWay--;
    ailing -= webhook.isAiling() ? 1 : 0;
    webhooksByTenant.computeIfPresent(
        webhook.tenant().value(), (tenant, many) -> many == 1 ? null : many - 1);
  }

  private Uni<Void> count() {
    return database
        .read(BEHIND, Tuple.tuple())
        .map(rows -> rows.iterator().next())
        .invoke(row -> meters.behind(row.getLong("lag"), row.getLong("failing")))
        .replaceWithVoid();
  }
}
