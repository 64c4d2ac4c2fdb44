package io.strongroom.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * How statements reach PostgreSQL.
 *
 * <p>A statement that changes something runs in a transaction whose commit is durable whatever the
 * server's default is, and which gives up rather than hang. A failure to reach the database is the
 * fault {@code vault-unavailable}; every other failure of a statement is passed on as it is.
 */
@Singleton
public class Database {
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

  private final Pool pool;
  private final Mutiny.SessionFactory sessions;

  Database(Pool pool, Mutiny.SessionFactory sessions) {
    this.pool = pool;
    this.sessions = sessions;
  }

  /** One statement that changes nothing. */
  public Uni<RowSet<Row>> read(String sql, Tuple parameters) {
    return bounded(pool.preparedQuery(sql).execute(parameters));
  }

  /** One transaction; what the work returns is given after the commit. */
  public <T> Uni<T> write(Function<SqlConnection, Uni<T>> work) {
    return bounded(
        pool.withTransaction(
            connection ->
                connection
                    .query(DURABLE_AND_BOUNDED)
                    .execute()
                    .chain(ready -> work.apply(connection))));
  }

  /** One transaction over entities; needs a request's or a detached work's own context. */
  public <T> Uni<T> entities(Function<Mutiny.Session, Uni<T>> work) {
    return bounded(
        sessions.withTransaction(
            session ->
                session
                    .createNativeQuery(
                        "SELECT set_config('synchronous_commit', 'on', true),"
                            + " set_config('statement_timeout', '5s', true),"
                            + " set_config('lock_timeout', '4s', true)")
                    .getSingleResult()
                    .chain(ready -> work.apply(session))));
  }

  private static <T> Uni<T> bounded(Uni<T> statement) {
    return statement
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .onFailure(Unreachable::causes)
        .transform(Unreachable::fault)
        .onFailure(RetiredKey::causes)
        .transform(RetiredKey::fault);
  }
}
