package io.strongroom.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.function.Function;

/**
 * The few connections by which this instance says that it lives and hears what has changed.
 *
 * <p>Callers' statements do not queue here. Else a burst that keeps every other connection busy
 * would cost the instance its lease, it would forget what it remembers, and each further call would
 * read: the burst would never end.
 */
@Singleton
public class Lifeline {
  private final Pool pool;
  private final Statements statements;

  /**
   * @param usual is asked for its size, so that both pools are made
   */
  Lifeline(Pool usual, BoundedPool pools) {
    int unused = usual.size();
    this.pool = pools.reserved();
    this.statements = new Statements(pool);
  }

  /** One statement that changes nothing. */
  public Uni<RowSet<Row>> read(String sql, Tuple parameters) {
    return statements.read(sql, parameters);
  }

  /** One transaction; what the work returns is given after the commit. */
  public <T> Uni<T> write(Function<SqlConnection, Uni<T>> work) {
    return statements.write(work);
  }

  /** A connection for good, which its holder closes. */
  public Uni<SqlConnection> connection() {
    return pool.getConnection();
  }
}
