package io.strongroom.coherence;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hears that there is a letter. Only the speed of changes depends on it: a pooler in between, or a
 * connection that is lost unnoticed, costs half a second.
 */
@Singleton
class Hint {
  static final String CHANNEL = "strongroom";

  private static final Logger LOG = Logger.getLogger(Hint.class);
  private static final Duration LISTEN_AGAIN = Duration.ofSeconds(1);

  private final Pool pool;
  private volatile boolean ended;
  private volatile @Nullable SqlConnection connection;

  Hint(Pool pool) {
    this.pool = pool;
  }

  /** Keeps one connection of the pool for it. */
  void listen(Runnable heard) {
    if (ended) {
      return;
    }
    var unused =
        pool.getConnection()
            .chain(
                opened -> {
                  connection = opened;
                  PgConnection listening = PgConnection.cast(opened);
                  listening.notificationHandler(said -> heard.run());
                  listening.closeHandler(() -> listenAgain(heard));
                  return opened.query("LISTEN " + CHANNEL).execute();
                })
            .subscribe()
            .with(listening -> heard.run(), failure -> fallBack(heard, failure));
  }

  private void fallBack(Runnable heard, Throwable failure) {
    LOG.debug("hints are not heard", failure);
    SqlConnection opened = connection;
    if (opened != null) {
      opened.closeAndForget();
    } else {
      listenAgain(heard);
    }
  }

  private void listenAgain(Runnable heard) {
    connection = null;
    if (!ended) {
      var unused =
          Uni.createFrom()
              .voidItem()
              .onItem()
              .delayIt()
              .by(LISTEN_AGAIN)
              .subscribe()
              .with(paused -> listen(heard));
    }
  }

  void end() {
    ended = true;
    SqlConnection opened = connection;
    if (opened != null) {
      opened.closeAndForget();
    }
  }
}
