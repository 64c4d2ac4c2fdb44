package io.strongroom.vault;

import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.DataDirectory;
import io.strongroom.database.Database;
import io.strongroom.database.Lifeline;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * This run of the service. A data directory has an identity that outlives runs; each run takes it
 * over and ends what the former one had claimed and cannot record any more.
 */
@Singleton
@Startup
class Life {
  private static final String SETTLE_FORMER =
      "UPDATE life SET settled_at = clock_timestamp()"
          + " WHERE instance_id = $1::uuid AND life_id <> $2::uuid AND settled_at IS NULL";

  private static final String RENEW =
      "UPDATE instance SET lease_until = clock_timestamp() + $3::integer * interval '1 second',"
          + " spooled = $4::integer, quarantined = $5::integer"
          + " WHERE instance_id = $1::uuid AND life_id = $2::uuid";

  private static final String END_CLAIMS =
      "UPDATE claim SET state = 'unknown', lease_until = clock_timestamp()"
          + " WHERE life_id = $1::uuid AND state = 'claimed'";

  private static final String END =
      "UPDATE instance SET lease_until = clock_timestamp()"
          + " WHERE instance_id = $1::uuid AND life_id = $2::uuid";

  private static final String SETTLE =
      "UPDATE life SET settled_at = clock_timestamp() WHERE life_id = $1::uuid";

  private final DataDirectory directory;
  private final DataSource blocking;
  private final Database database;
  private final Lifeline lifeline;
  private final UUID id = UUID.randomUUID();

  /** Set once, at the start. */
  private UUID instance = id;

  Life(DataDirectory directory, DataSource blocking, Database database, Lifeline lifeline) {
    this.directory = directory;
    this.blocking = blocking;
    this.database = database;
    this.lifeline = lifeline;
  }

  @PostConstruct
  void begin() {
    instance = Takeover.of(directory, blocking, id);
  }

  UUID id() {
    return id;
  }

  UUID instance() {
    return instance;
  }

  /** Says that nothing of this directory's former lives is in the spool any more. */
  Uni<Void> settleFormer() {
    return database
        .write(
            connection -> connection.preparedQuery(SETTLE_FORMER).execute(Tuple.of(instance, id)))
        .replaceWithVoid();
  }

  /**
   * Says that this life goes on.
   *
   * @return false where another life has taken the directory's identity over
   */
  Uni<Boolean> renew(int spooled, int quarantined) {
    return lifeline
        .write(
            connection ->
                connection
                    .preparedQuery(RENEW)
                    .execute(
                        Tuple.of(instance, id, Takeover.LEASE.toSeconds(), spooled, quarantined)))
        .map(rows -> rows.rowCount() == 1);
  }

  /**
   * Ends this life: what it still has claimed ended without a record.
   *
   * @param settled whether nothing of it is in the spool
   */
  Uni<Void> end(boolean settled) {
    return database.write(
        connection ->
            connection
                .preparedQuery(END_CLAIMS)
                .execute(Tuple.of(id))
                .chain(() -> connection.preparedQuery(END).execute(Tuple.of(instance, id)))
                .chain(
                    () ->
                        settled
                            ? connection.preparedQuery(SETTLE).execute(Tuple.of(id))
                            : Uni.createFrom().nullItem())
                .replaceWithVoid());
  }
}
