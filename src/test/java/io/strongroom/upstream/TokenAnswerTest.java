package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.upstream.Outcome.Granted;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as providers really write them. */
class TokenAnswerTest {
  private static final Duration TEN_YEARS = Duration.ofDays(3650);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "5",
        "\"t\"",
        "<html>",
        "{",
        "{\"access_token\":\"t",
        "{'a':1}"
      })
  void whatIsNoObjectIsNoAnswer(String body) {
    assertTrue(TokenAnswer.read(Buffer.buffer(body)).isEmpty());
  }

  @Test
  void bodyNestedWithoutEndIsNoAnswer() {
    String deep = "{\"a\":".repeat(5_000);
    assertTrue(TokenAnswer.read(Buffer.buffer(deep)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"access_token\":null}",
        "{\"access_token\":\"\"}",
        "{\"access_token\":5}",
        "{\"access_token\":[\"t\"]}",
        "{\"Access_Token\":\"t\"}"
      })
  void answerWithoutATokenGrantsNothing(String body) {
    assertEquals(Optional.empty(), TokenAnswer.read(Buffer.buffer(body)).orElseThrow().granted());
  }

  @Test
  void clientTokenMayBeAsLongAsAnAnswer() {
    String token = "t".repeat(60_000);
    assertTrue(read("{\"access_token\":\"" + token + "\"}").granted().isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "3600, 3600",
    "'\"3600\"', 3600",
    "'\" 3600 \"', 3600",
    "3600.9, 3600",
    "'\"3600.0\"', 3600",
    "3.6e3, 3600",
    "0, 0",
    "-1, 0",
    "'\"-5\"', 0"
  })
  void lifetimeIsReadFromNumberAndString(String json, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), lifetime(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"315360001", "1e300", "9223372036854775808", "\"99999999999999999999\""})
  void hugeLifetimeIsCut(String json) {
    assertEquals(TEN_YEARS, lifetime(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "\"soon\"",
        "\"PT1H\"",
        "\"NaN\"",
        "\"0x1p3\""
      })
  void lifetimeThatCannotBeReadIsUnknown(String json) {
    assertNull(lifetime(json));
  }

  @Test
  void absentMembersAreUnknown() {
    Granted granted = granted("");
    assertNull(granted.lifetime());
    assertNull(granted.scopes());
    assertNull(granted.tokenType());
    assertNull(granted.newMasterToken());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"a b\" | a,b",
        "\" a   b \" | a,b",
        "\"a\" | a",
        "[\"a\",\"b\"] | a,b",
        "\"\" | ''",
        "[] | ''"
      })
  void scopesAreReadFromStringAndArray(String json, String scopes) {
    List<String> expected = scopes.isEmpty() ? List.of() : Arrays.asList(scopes.split(","));
    assertEquals(expected, granted(",\"scope\":" + json).scopes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "5", "{}"})
  void scopesOfAnotherKindAreUnknown(String json) {
    assertNull(granted(",\"scope\":" + json).scopes());
  }

  @Test
  void longNewMasterTokenIsNeverThrownAway() {
    String rotated = "r".repeat(40_000);
    Granted granted = granted(",\"refresh_token\":\"" + rotated + "\"");
    assertEquals(rotated, granted.newMasterToken().reveal());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":\"invalid_grant\"} | invalid_grant",
        "{\"errors\":[\"oauth_token.invalid\",\"x\"]} | oauth_token.invalid",
        "{\"error\":\"a\",\"errors\":[\"b\"]} | a",
        "{\"error\":\"\",\"errors\":[\"b\"]} | b",
        "{\"error\":{\"code\":\"a\"}} |",
        "{\"errors\":[]} |",
        "{\"errors\":[{\"code\":\"a\"}]} |",
        "{\"errors\":\"a\"} |",
        "{} |"
      })
  void errorIsTheStandardsElseTheFirstOfTheList(String body, String error) {
    assertEquals(error, read(body).error());
  }

  private static Duration lifetime(String json) {
    return granted(",\"expires_in\":" + json).lifetime();
  }

  private static Granted granted(String more) {
    return read("{\"access_token\":\"t\"" + more + "}").granted().orElseThrow();
  }

  private static TokenAnswer read(String body) {
    return TokenAnswer.read(Buffer.buffer(body)).orElseThrow();
  }
}
