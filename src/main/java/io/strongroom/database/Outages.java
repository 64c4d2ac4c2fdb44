package io.strongroom.database;

import io.strongroom.token.FaultException;
import io.strongroom.token.Ticks;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log that statements do not reach a working database, and why: the first one at once,
 * those that follow with a line now and then.
 *
 * <p>Noted by every event loop; a failure that is noted while a line is made up may be counted in
 * the next one.
 */
@Singleton
class Outages {
  private static final Logger LOG = Logger.getLogger(Outages.class);
  private static final long EVERY_NANOS = Duration.ofSeconds(30).toNanos();

  private final Ticks ticks;
  private final LongAdder failed = new LongAdder();
  private final AtomicLong nextLine;

  Outages(Ticks ticks) {
    this.ticks = ticks;
    this.nextLine = new AtomicLong(ticks.nanos());
  }

  /** Notes a failure, and what callers are told of it. */
  FaultException fault(Throwable failure) {
    String line = line(failure);
    if (line != null) {
      LOG.warn(line);
    }
    return Unreachable.fault(failure);
  }

  /** What is to be said of a failure now; null where it is only counted. */
  @Nullable String line(Throwable failure) {
    failed.increment();
    long now = ticks.nanos();
    long due = nextLine.get();
    if (now - due < 0 || !nextLine.compareAndSet(due, now + EVERY_NANOS)) {
      return null;
    }
    return "The database does not answer: "
        + kind(Unreachable.in(failure))
        + " (statements that failed since the last such line: "
        + failed.sumThenReset()
        + ")";
  }

  /** The server's own messages may quote what was sent to it; its codes do not. */
  private static String kind(@Nullable Throwable cause) {
    if (cause instanceof PgException refused) {
      return "SQLSTATE " + refused.getSqlState();
    }
    return cause == null
        ? "no cause"
        : cause.getClass().getSimpleName()
            + (cause.getMessage() == null ? "" : ", " + cause.getMessage());
  }
}
