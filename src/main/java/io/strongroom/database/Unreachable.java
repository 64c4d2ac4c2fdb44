package io.strongroom.database;

import io.smallrye.mutiny.TimeoutException;
import io.strongroom.token.Causes;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells failures to reach a working database from failures of a statement. */
final class Unreachable {
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  /**
   * SQLSTATE classes and codes (PostgreSQL, appendix A): connection exceptions, insufficient
   * resources, operator intervention, transaction roll-back, timeouts, a server that only reads.
   */
  private static final Set<String> CLASSES = Set.of("08", "53", "57", "58", "40");

  private static final Set<String> CODES = Set.of("55P03", "25006", "25P03", "25P04");

  private Unreachable() {}

  static boolean causes(Throwable failure) {
    return in(failure) != null;
  }

  /** Of a failure's causes the one that says so; null where none does. */
  static @Nullable Throwable in(Throwable failure) {
    for (Throwable cause : Causes.of(failure)) {
      if (cause instanceof FaultException) {
        return null;
      }
      if (cause instanceof PgException e) {
        return isState(e.getSqlState()) ? e : null;
      }
      if (cause instanceof IOException
          || cause instanceof TimeoutException
          || cause instanceof java.util.concurrent.TimeoutException
          || cause instanceof ClosedConnectionException
          || cause instanceof VertxException
          || cause instanceof NoStackTraceThrowable) {
        return cause;
      }
    }
    return null;
  }

  private static boolean isState(@Nullable String state) {
    return state != null && (CODES.contains(state) || CLASSES.contains(state.substring(0, 2)));
  }

  static FaultException fault(Throwable cause) {
    return new FaultException(
        Fault.of(FaultCode.VAULT_UNAVAILABLE, "The database does not answer").retryAfter(ASK_AGAIN),
        cause);
  }
}
