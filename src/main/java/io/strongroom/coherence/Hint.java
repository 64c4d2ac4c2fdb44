package io.strongroom.coherence;

import io.strongroom.database.Lifeline;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hears that there is a letter. Only the speed of changes depends on it: a pooler in between, or a
 * connection that is lost unnoticed, costs half a second.
 */
@Singleton
class Hint {
  static final String CHANNEL = "strongroom";

  /**
   * Of the calls of {@link #listen}: some four seconds, where twelve of silence close a connection.
   */
  private static final int BETWEEN_SIGNS = 8;

  private static final Logger LOG = Logger.getLogger(Hint.class);

  private final Lifeline lifeline;
  private final AtomicBoolean deaf = new AtomicBoolean(true);

  /** Counts what keeps the connection from being taken for a dead one; one caller at a time. */
  private int calls;

  private volatile @Nullable SqlConnection connection;

  Hint(Lifeline lifeline) {
    this.lifeline = lifeline;
  }

  /** Keeps one connection for it, if it has none; to be called again and again. */
  void listen(Runnable heard) {
    if (!deaf.compareAndSet(true, false)) {
      giveASign();
      return;
    }
    var unused =
        lifeline
            .connection()
            .chain(
                opened -> {
                  connection = opened;
                  PgConnection listening = PgConnection.cast(opened);
                  listening.notificationHandler(said -> heard.run());
                  listening.closeHandler(() -> deaf.set(true));
                  return opened.query("LISTEN " + CHANNEL).execute();
                })
            .subscribe()
            .with(listening -> heard.run(), this::fallBack);
  }

  private void giveASign() {
    SqlConnection opened = connection;
    if (opened != null && ++calls % BETWEEN_SIGNS == 0) {
      var unused =
          opened.query("SELECT 1").execute().subscribe().with(answered -> {}, this::fallBack);
    }
  }

  private void fallBack(Throwable failure) {
    LOG.debug("hints are not heard", failure);
    end();
    deaf.set(true);
  }

  /** Gives the connection back. */
  void end() {
    SqlConnection opened = connection;
    connection = null;
    if (opened != null) {
      opened.closeAndForget();
    }
  }
}
