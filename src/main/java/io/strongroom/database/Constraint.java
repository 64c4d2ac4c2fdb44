package io.strongroom.database;

import io.vertx.pgclient.PgException;
import java.util.function.Predicate;

/** Recognises the constraint that a statement broke. */
public final class Constraint {
  private static final int MAX_CAUSES = 8;

  private Constraint() {}

  /** Whether a failure says that the named constraint or unique index was violated. */
  public static Predicate<Throwable> violated(String name) {
    return failure -> {
      Throwable cause = failure;
      for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
        if (cause instanceof PgException e && name.equals(e.getConstraint())) {
          return true;
        }
      }
      return false;
    };
  }
}
