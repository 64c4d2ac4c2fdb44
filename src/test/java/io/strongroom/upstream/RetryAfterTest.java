package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both forms of Retry-After, and what is neither. */
class RetryAfterTest {
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "soon",
        "-1",
        "+1",
        "1.5",
        "0x10",
        "1994-11-06T08:50:37Z",
        "Sunday, 06-Nov-94 08:50:37 GMT",
        "Mon, 06 Nov 1994 08:50:37 GMT",
        "Sun, 31 Feb 1994 08:50:37 GMT"
      })
  void garbageSaysNothing(String value) {
    assertNull(RetryAfter.parse(value, NOW));
  }

  @Test
  void absentSaysNothing() {
    assertNull(RetryAfter.parse(null, NOW));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "' 120 ', 120",
    "3600, 3600",
    "3601, 3600",
    "9223372036854775807, 3600",
    "99999999999999999999999, 3600"
  })
  void secondsAreTakenUpToAnHour(String value, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), RetryAfter.parse(value, NOW));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 06 Nov 1994 08:50:37 GMT | 60",
        "Sun, 06 Nov 1994 08:49:37 GMT | 0",
        "Sun, 06 Nov 1994 08:49:36 GMT | 0",
        "Thu, 01 Jan 1970 00:00:00 GMT | 0",
        "Sun, 06 Nov 1994 09:49:37 GMT | 3600",
        "Fri, 31 Dec 9999 23:59:59 GMT | 3600"
      })
  void dateIsCountedFromNowUpToAnHour(String value, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), RetryAfter.parse(value, NOW));
  }
}
