package io.strongroom.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Statements on the connections of one pool.
 *
 * <p>A statement that changes something runs in a transaction whose commit is durable whatever the
 * server's default is, and which gives up rather than hang. A failure to reach the database is the
 * fault {@code vault-unavailable}; every other failure of a statement is passed on as it is.
 */
abstract class Statements {
  private static final Logger LOG = Logger.getLogger(Statements.class);

  /** Longer than any statement of this service takes on a database that is well. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /**
   * Set inside the transaction and not at connection start, which a pooler in between would refuse
   * or hand on to others.
   */
  private static final String DURABLE_AND_BOUNDED =
      "SET LOCAL synchronous_commit = on; SET LOCAL statement_timeout = '5s';"
          + " SET LOCAL lock_timeout = '4s';"
          + " SET LOCAL idle_in_transaction_session_timeout = '5s'";

  final Pool pool;
  private final Outages outages;

  Statements(Pool pool, Outages outages) {
    this.pool = pool;
    this.outages = outages;
  }

  /** One statement that changes nothing. */
  public final Uni<RowSet<Row>> read(String sql, Tuple parameters) {
    return bounded(pool.preparedQuery(sql).execute(parameters));
  }

  /** One transaction; what the work returns is given after the commit. */
  public final <T> Uni<T> write(Function<SqlConnection, Uni<T>> work) {
    return bounded(
        pool.withTransaction(
            connection ->
                handled(connection)
                    .query(DURABLE_AND_BOUNDED)
                    .execute()
                    .chain(ready -> work.apply(connection))));
  }

  /**
   * A failure of a connection also fails the statement that is under way on it; one without a
   * handler the client prints as well, past the log, with the server's words.
   */
  static SqlConnection handled(SqlConnection connection) {
    return connection.exceptionHandler(failure -> LOG.debug("a connection has failed", failure));
  }

  final <T> Uni<T> bounded(Uni<T> statement) {
    return statement
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .onFailure(Unreachable::causes)
        .transform(outages::fault)
        .onFailure(RetiredKey::causes)
        .transform(RetiredKey::fault);
  }
}
