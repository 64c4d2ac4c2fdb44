package io.strongroom.vault;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.strongroom.spool.Spool;
import io.strongroom.token.Causes;
import io.strongroom.work.Recurring;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Says, once a second, that this life goes on; hears by the same whether the database answers.
 *
 * <p>A life whose identity another one has taken over stops: the directory was copied.
 */
@Singleton
class Heartbeat {
  private static final Logger LOG = Logger.getLogger(Heartbeat.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(10);

  private final Life life;
  private final Spool spool;
  private final Silence silence;
  private final Recurring beats;

  Heartbeat(Life life, Spool spool, Silence silence, Detached detached) {
    this.life = life;
    this.spool = spool;
    this.silence = silence;
    this.beats = new Recurring("heartbeat", () -> detached.run(this::renew));
  }

  void begin(@Observes StartupEvent start, Vertx vertx) {
    beats.every(EVERY, vertx);
  }

  private Uni<Void> renew() {
    return life.renew(spool.spooled(), spool.quarantined())
        .invoke(
            ours -> {
              silence.heard();
              if (!ours && !beats.isStopped()) {
                giveWay();
              }
            })
        .onFailure()
        .invoke(failure -> silence.lost())
        .replaceWithVoid();
  }

  private static void giveWay() {
    LOG.fatal(
        "Another service has taken over the identity of this data directory, which is therefore a"
            + " copy or has been copied. This service stops.");
    Quarkus.asyncExit(1);
  }

  /** After the exchanges that are under way have been awaited. */
  void stop(@Observes @Priority(Detached.AFTER_WORK) ShutdownEvent stop) {
    beats.stop();
    try {
      life.end(spool.spooled() == 0).await().atMost(PATIENCE_AT_STOP);
    } catch (RuntimeException e) {
      LOG.warnf(
          "The end of this life could not be recorded; the next one does it (%s)",
          Causes.of(e).iterator().next().getClass().getSimpleName());
    }
  }
}
