package io.strongroom.upstream;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After} in both its forms (RFC 9110, section 10.2.3). */
final class RetryAfter {
  /** An upstream that asks for more is asked again after this all the same. */
  private static final Duration MAX = Duration.ofHours(1);

  /** Seconds of six digits and more: what no number type may hold is still a wish to wait. */
  private static final Pattern MORE_THAN_A_DAY = Pattern.compile("0*[1-9][0-9]{5,}");

  private RetryAfter() {}

  /** The time to wait, at least nothing and at most an hour; null where there is none to read. */
  static @Nullable Duration parse(@Nullable String value, Instant now) {
    if (value == null) {
      return null;
    }
    String text = value.trim();
    if (MORE_THAN_A_DAY.matcher(text).matches()) {
      return MAX;
    }
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
