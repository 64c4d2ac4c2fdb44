package io.strongroom.upstream;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After} in both its forms (RFC 9110, section 10.2.3). */
final class RetryAfter {
  /** An upstream that asks for more is asked again after this all the same. */
  private static final Duration MAX = Duration.ofHours(1);

  private RetryAfter() {}

  /** The time to wait, at least nothing and at most an hour; null where there is none to read. */
  static @Nullable Duration parse(@Nullable String value, Instant now) {
    if (value == null) {
      return null;
    }
    String text = value.trim();
    try {
      Duration wait =
          text.chars().allMatch(Character::isDigit)
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.between(
                  now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return wait.isNegative() ? Duration.ZERO : wait.compareTo(MAX) > 0 ? MAX : wait;
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }
}
