package io.strongroom.admin;

import io.strongroom.token.InvalidValue;
import org.jspecify.annotations.Nullable;

/** A query parameter that is {@code true} or {@code false}. */
final class Flag {

  private Flag() {}

  /** Absent means false. */
  static boolean of(String name, @Nullable String value) {
    InvalidValue.unless(
        value == null || value.equals("true") || value.equals("false"),
        name,
        "must be true or false");
    return "true".equals(value);
  }
}
