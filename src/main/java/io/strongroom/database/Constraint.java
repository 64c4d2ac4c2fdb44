package io.strongroom.database;

import io.strongroom.token.Causes;
import io.vertx.pgclient.PgException;
import java.util.function.Predicate;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Recognises the constraint that a statement broke. */
public final class Constraint {
  private Constraint() {}

  /** Whether a failure says that the named constraint or unique index was violated. */
  public static Predicate<Throwable> violated(String name) {
    return failure -> {
      for (Throwable cause : Causes.of(failure)) {
        if (name.equals(broken(cause))) {
          return true;
        }
      }
      return false;
    };
  }

  /** A statement of ours fails with the driver's exception, one over entities with Hibernate's. */
  private static @Nullable String broken(Throwable failure) {
    if (failure instanceof PgException e) {
      return e.getConstraint();
    }
    return failure instanceof ConstraintViolationException e ? e.getConstraintName() : null;
  }
}
