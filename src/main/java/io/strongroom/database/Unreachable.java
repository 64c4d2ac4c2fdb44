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
    for (Throwable cause : Causes.of(failure)) {
      if (cause instanceof FaultException) {
        return false;
      }
      if (cause instanceof PgException e) {
        String state = e.getSqlState();
        return state != null && (CODES.contains(state) || CLASSES.contains(state.substring(0, 2)));
      }
      if (cause instanceof IOException
          || cause instanceof TimeoutException
          || cause instanceof java.util.concurrent.TimeoutException
          || cause instanceof ClosedConnectionException
          || cause instanceof VertxException
          || cause instanceof NoStackTraceThrowable) {
        return true;
      }
    }
    return false;
  }

  static FaultException fault(Throwable cause) {
    return new FaultException(
        Fault.of(FaultCode.VAULT_UNAVAILABLE, "The database does not answer").retryAfter(ASK_AGAIN),
        cause);
  }
}
