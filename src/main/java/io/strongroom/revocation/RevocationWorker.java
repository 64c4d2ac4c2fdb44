package io.strongroom.revocation;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
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
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Works on lanes that are due, so many at once. Of these no tenant has more than its share, nor
 * have upstreams that are not well: what is dead or large stalls itself and nobody else.
 *
 * <p>A stop begins no further round; a call that it cuts off is made again by whoever takes the
 * lane when its lease is over.
 */
@Singleton
class RevocationWorker {
  private static final Logger LOG = Logger.getLogger(RevocationWorker.class);
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration COUNT_EVERY = Duration.ofSeconds(5);

  /** Lanes under way in this instance. */
  private static final int MOST = 32;

  private static final int MOST_OF_A_TENANT = 8;
  private static final int MOST_AILING = 16;

  /** Taken together: few, so that the shares above are kept. */
  private static final int TAKEN_AT_ONCE = 4;

  private final Database database;
  private final Lanes lanes;
  private final LaneRound round;
  private final RevocationMeters meters;
  private final UUID id = UUID.randomUUID();
  private final Recurring looks =
      new Recurring("due lanes", () -> fill().subscribeAsCompletionStage());
  private final Recurring counts =
      new Recurring("length of the queue", () -> countWaiting().subscribeAsCompletionStage());

  /** Written and read under this object's monitor; rounds end on several event loops. */
  private final Map<String, Integer> lanesByTenant = new HashMap<>();

  private int underWay;
  private int ailing;

  RevocationWorker(Database database, Lanes lanes, LaneRound round, RevocationMeters meters) {
    this.database = database;
    this.lanes = lanes;
    this.round = round;
    this.meters = meters;
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

  /** Takes lanes until there are none, or as many as may be under way. */
  private Uni<Void> fill() {
    int free = free();
    if (free == 0 || looks.isStopped()) {
      return Uni.createFrom().voidItem();
    }
    return lanes
        .take(id, Math.min(free, TAKEN_AT_ONCE), mayTakeAiling(), busyTenants())
        .invoke(taken -> taken.forEach(this::run))
        .chain(taken -> taken.isEmpty() ? Uni.createFrom().voidItem() : fill());
  }

  private void run(Lane lane) {
    entered(lane);
    var unused =
        round
            .run(lane)
            .onTermination()
            .invoke(() -> left(lane))
            .subscribe()
            .with(
                done -> looks.begin(),
                failure -> LOG.debug("a round is made again when its lease is over", failure));
  }

  private synchronized int free() {
    return MOST - underWay;
  }

  private synchronized boolean mayTakeAiling() {
    return ailing < MOST_AILING;
  }

  private synchronized List<String> busyTenants() {
    return lanesByTenant.entrySet().stream()
        .filter(tenant -> tenant.getValue() >= MOST_OF_A_TENANT)
        .map(Map.Entry::getKey)
        .toList();
  }

  private synchronized void entered(Lane lane) {
    underWay++;
    ailing += lane.isAiling() ? 1 : 0;
    lanesByTenant.merge(lane.tenant().value(), 1, Integer::sum);
  }

  private synchronized void left(Lane lane) {
    underWay--;
    ailing -= lane.isAiling() ? 1 : 0;
    lanesByTenant.computeIfPresent(
        lane.tenant().value(), (tenant, many) -> many == 1 ? null : many - 1);
  }

  private Uni<Void> countWaiting() {
    return database
        .read(
            "SELECT count(*) AS waiting FROM upstream_revocation WHERE outcome = 'pending'",
            Tuple.tuple())
        .map(rows -> rows.iterator().next().getLong("waiting"))
        .invoke(meters::waiting)
        .replaceWithVoid();
  }
}
