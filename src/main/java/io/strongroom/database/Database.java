package io.strongroom.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** How statements reach PostgreSQL: as {@link Statements} says, on connections that all share. */
@Singleton
public class Database extends Statements {
  private final Mutiny.SessionFactory sessions;

  Database(Pool pool, Outages outages, Mutiny.SessionFactory sessions) {
    super(pool, outages);
    this.sessions = sessions;
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
}
