package io.strongroom.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;

/**
 * The few connections by which this instance says that it lives and hears what has changed.
 *
 * <p>Callers' statements do not queue here. Else a burst that keeps every other connection busy
 * would cost the instance its lease, it would forget what it remembers, and each further call would
 * read: the burst would never end.
 */
@Singleton
public class Lifeline extends Statements {
  Lifeline(Pool usual, BoundedPool pools, Outages outages) {
    super(pools.reservedBeside(usual), outages);
  }

  /** A connection for good, which its holder closes. */
  public Uni<SqlConnection> connection() {
    return pool.getConnection().map(Statements::handled);
  }
}
