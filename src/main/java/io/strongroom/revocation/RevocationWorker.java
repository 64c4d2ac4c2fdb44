package io.strongroom.revocation;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.work.Recurring;
import io.strongroom.work.Shares;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
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

  private final Database database;
  private final Lanes lanes;
  private final LaneRound round;
  private final RevocationMeters meters;
  private final UUID id = UUID.randomUUID();
  private final Shares shares = new Shares();
  private final Recurring looks =
      new Recurring("due lanes", () -> fill().subscribeAsCompletionStage());
  private final Recurring counts =
      new Recurring("length of the queue", () -> countWaiting().subscribeAsCompletionStage());

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
    int free = shares.free();
    if (free == 0 || looks.isStopped()) {
      return Uni.createFrom().voidItem();
    }
    return lanes
        .take(id, free, shares.mayTakeAiling(), shares.busyTenants())
        .invoke(taken -> taken.forEach(this::run))
        .chain(taken -> taken.isEmpty() ? Uni.createFrom().voidItem() : fill());
  }

  private void run(Lane lane) {
    shares.entered(lane.tenant(), lane.isAiling());
    var unused =
        round
            .run(lane)
            .onTermination()
            .invoke(() -> shares.left(lane.tenant(), lane.isAiling()))
            .subscribe()
            .with(
                done -> looks.begin(),
                failure -> LOG.debug("a round is made again when its lease is over", failure));
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
