package io.strongroom.admin;

import io.strongroom.token.InvalidValue;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A query parameter that is a time. */
final class Time {

  private Time() {}

  /** Absent means none. */
  static @Nullable Instant of(String name, @Nullable String value) {
    try {
      return value == null ? null : Instant.parse(value);
    } catch (DateTimeException e) {
      throw new InvalidValue(name, "must be a time like 2030-01-31T12:00:00Z");
    }
  }
}
