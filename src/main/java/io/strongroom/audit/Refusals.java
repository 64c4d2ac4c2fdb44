package io.strongroom.audit;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.FaultCode;
import io.strongroom.token.TenantId;
import io.strongroom.work.Recurring;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Counts refused calls, and records each minute how many there were of each key and network: a
 * flood of them is some rows, whoever sends it.
 */
@Singleton
public class Refusals {
  private static final Logger LOG = Logger.getLogger(Refusals.class);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(5);

  /** Kinds of refusals that are told apart in a minute, and so rows of one instance. */
  private static final int MOST = 500;

  private final Database database;
  private final Audit audit;
  private final Tally<Refused> tally = new Tally<>(MOST, Refused::rest);
  private final Recurring flushes =
      new Recurring("counts of refusals", () -> store(tally.take()).subscribeAsCompletionStage());

  Refusals(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /**
   * Calls that are counted together.
   *
   * @param reason a sentence of the service's own, or what was used up
   */
  private record Refused(TenantId tenant, Actor by, FaultCode code, String reason) {
    private Refused rest() {
      return new Refused(tenant, new Actor(by.kind(), null, null), code, "");
    }

    private Event event(long count) {
      Event event =
          Event.of(Action.CALLS_REFUSED, tenant).by(by).outcome(code).with("count", count);
      return reason.isEmpty() ? event : event.with("reason", reason);
    }
  }

  /** A call of this tenant's key, or of nobody known, was refused. */
  public void count(TenantId tenant, Actor by, FaultCode code, String reason) {
    tally.add(
        new Refused(tenant, new Actor(by.kind(), by.key(), Network.of(by.address())), code, reason),
        1);
  }

  void begin(@Observes StartupEvent start, Vertx vertx) {
    flushes.every(EVERY, vertx);
  }

  void stop(@Observes @Priority(6_000) ShutdownEvent stop) {
    flushes.stop();
    try {
      flush().await().atMost(PATIENCE_AT_STOP);
    } catch (RuntimeException e) {
      LOG.warn("The last counts of refused calls could not be recorded");
    }
  }

  /** Records all that was counted. */
  Uni<Void> flush() {
    return store(tally.takeAll());
  }

  private Uni<Void> store(Map<Refused, Long> counts) {
    return Multi.createFrom()
        .iterable(counts.entrySet())
        .onItem()
        .transformToUniAndConcatenate(count -> store(count.getKey(), count.getValue()))
        .collect()
        .last()
        .replaceWithVoid();
  }

  /** What the database does not take is counted again. */
  private Uni<Void> store(Refused refused, long count) {
    return database
        .write(connection -> audit.record(connection, refused.event(count)))
        .onFailure()
        .invoke(
            failure -> {
              LOG.debug("refusals are kept", failure);
              tally.add(refused, count);
            })
        .onFailure()
        .recoverWithNull();
  }
}
