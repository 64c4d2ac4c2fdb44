package io.strongroom.database;

import io.strongroom.token.Causes;
import io.vertx.pgclient.PgException;
import java.util.function.Predicate;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Recognises the constraint that a statement broke. */
public final class Constraint {
  private Constraint() {}

  /** Whether a failure says that a constraint or unique index of such a name was violated. */
  static boolean violated(Throwable failure, Predicate<String> name) {
    for (Throwable cause : Causes.of(failure)) {
      String broken = broken(cause);
      if (broken != null && name.test(broken)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a failure says that the named constraint or unique index was violated. */
  public static Predicate<Throwable> violated(String name) {
    return failure -> violated(failure, name::equals);
  }

  /** A statement of ours fails with the driver's exception, one over entities with Hibernate's. */
  private static @Nullable String broken(Throwable failure) {
    if (failure instanceof PgException e) {
      return e.getConstraint();
    }
    return failure instanceof ConstraintViolationException e ? e.getConstraintName() : null;
  }
}
