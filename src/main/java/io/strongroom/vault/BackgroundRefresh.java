package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.KeyId;
import io.strongroom.token.Slot;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Fetches a new token while the old one is still served, at most once in 30 seconds a slot. */
@Singleton
class BackgroundRefresh {
  private static final Logger LOG = Logger.getLogger(BackgroundRefresh.class);

  /** Whoever moves the time on has the turn; over all instances, that is one. */
  private static final String TAKE_TURN =
      """
      UPDATE client_token SET background_after = clock_timestamp() + interval '30 seconds'
       WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text
         AND client_id = $4::text
         AND (background_after IS NULL OR background_after <= clock_timestamp())
      """;

  private final Database database;
  private final Detached detached;
  private final Flights flights;

  BackgroundRefresh(Database database, Detached detached, Flights flights) {
    this.database = database;
    this.detached = detached;
    this.flights = flights;
  }

  /** Returns at once; what comes of it, the slot's next reader sees. */
  void start(SlotView view, KeyId cause) {
    var unused = detached.run(() -> refresh(view, cause));
  }

  private Uni<Void> refresh(SlotView view, KeyId cause) {
    return takeTurn(view.slot())
        .chain(
            ours ->
                ours
                    ? flights.board(view, cause).result().replaceWithVoid()
                    : Uni.createFrom().voidItem())
        .onFailure()
        .invoke(failure -> LOG.debug("a refresh in the background failed", failure));
  }

  private Uni<Boolean> takeTurn(Slot slot) {
    return database
        .write(connection -> connection.preparedQuery(TAKE_TURN).execute(SlotRecord.key(slot)))
        .map(rows -> rows.rowCount() == 1);
  }
}
