package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Extends the claim of a call that outlives its callers: while its connection is open its answer
 * may still come, and it carries the only copy of a new master token.
 */
@Singleton
class Extension {
  private static final Logger LOG = Logger.getLogger(Extension.class);
  private static final int TIMES_IN_A_LEASE = 3;

  private static final String EXTEND =
      """
      UPDATE claim SET lease_until = clock_timestamp() + $6::bigint * interval '1 millisecond'
       WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text
         AND client_id = $4::text AND claim_id = $5::uuid AND state = 'claimed'
      """;

  private final Database database;
  private final Detached detached;
  private final Vertx vertx;

  Extension(Database database, Detached detached, Vertx vertx) {
    this.database = database;
    this.detached = detached;
    this.vertx = vertx;
  }

  /** Keeps the claim while the call is open, where its answer may be late. */
  <T> Uni<T> during(Ticket ticket, Uni<T> call) {
    if (!ticket.route().mayAnswerLate()) {
      return call;
    }
    return Uni.createFrom()
        .deferred(
            () -> {
              long timer =
                  vertx.setPeriodic(
                      ticket.lease().toMillis() / TIMES_IN_A_LEASE, tick -> extend(ticket));
              return call.onTermination().invoke(() -> vertx.cancelTimer(timer));
            });
  }

  private void extend(Ticket ticket) {
    Attempt attempt = ticket.attempt();
    var unused =
        detached.run(
            () ->
                database
                    .write(
                        connection ->
                            connection
                                .preparedQuery(EXTEND)
                                .execute(
                                    Claims.key(attempt.slot().account())
                                        .addString(attempt.claimedClient())
                                        .addUUID(attempt.claimId())
                                        .addLong(ticket.lease().toMillis())))
                    .onFailure()
                    .invoke(failure -> LOG.debug("a claim could not be extended", failure)));
  }
}
