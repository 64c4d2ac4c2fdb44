package io.strongroom.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** How statements reach PostgreSQL: as {@link Statements} says, on connections that all share. */
@Singleton
public class Database {
  private final Statements statements;
  private final Mutiny.SessionFactory sessions;

  Database(Pool pool, Mutiny.SessionFactory sessions) {
    this.statements = new Statements(pool);
    this.sessions = sessions;
  }

  /** One statement that changes nothing. */
  public Uni<RowSet<Row>> read(String sql, Tuple parameters) {
    return statements.read(sql, parameters);
  }

  /** One transaction; what the work returns is given after the commit. */
  public <T> Uni<T> write(Function<SqlConnection, Uni<T>> work) {
    return statements.write(work);
  }

  /** One transaction over entities; needs a request's or a detached work's own context. */
  public <T> Uni<T> entities(Function<Mutiny.Session, Uni<T>> work) {
    return Statements.bounded(
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
}
