package io.strongroom.upstream;

import static io.strongroom.token.Verdict.TRANSIENT;
import static io.strongroom.token.Verdict.UNKNOWN_OUTCOME;
import static io.strongroom.upstream.Rotation.EXPECTED;
import static io.strongroom.upstream.Rotation.NEVER;
import static io.strongroom.upstream.Rotation.UNEXPECTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.token.FaultCode;
import io.strongroom.token.Verdict;
import io.strongroom.upstream.Reply.Answer;
import io.strongroom.upstream.Reply.Lost;
import io.strongroom.upstream.Reply.Point;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What replies come to, in the words of the protocol. */
class VerdictsTest {
  private static final String TOKEN = "{\"access_token\":\"t\"}";

  private final Verdicts verdicts = new Verdicts(InstantSource.fixed(Instant.EPOCH));

  @ParameterizedTest
  @CsvSource({
    "invalid_grant, TERMINAL",
    "oauth_token.invalid, TERMINAL",
    "account.not_found, TERMINAL",
    "invalid_client, CONFIGURATION",
    "unauthorized_client, CONFIGURATION",
    "invalid_scope, CONFIGURATION",
    "invalid_request, CONFIGURATION",
    "invalid_target, CONFIGURATION",
    "unsupported_grant_type, CONFIGURATION",
    "slow_down, THROTTLED",
    "temporarily_unavailable, TRANSIENT"
  })
  void codeOutranksTheStatusInBothForms(String code, Verdict verdict) {
    for (int status : new int[] {200, 302, 400, 401, 403, 404, 429, 500, 502, 503, 504}) {
      for (Rotation rotation : Rotation.values()) {
        assertEquals(verdict, failed(status, "{\"error\":\"" + code + "\"}", rotation).verdict());
        assertEquals(
            verdict, failed(status, "{\"errors\":[\"" + code + "\"]}", rotation).verdict());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "301, CONFIGURATION, CONFIGURATION",
    "302, CONFIGURATION, CONFIGURATION",
    "400, CONFIGURATION, CONFIGURATION",
    "401, CONFIGURATION, CONFIGURATION",
    "403, CONFIGURATION, CONFIGURATION",
    "404, CONFIGURATION, CONFIGURATION",
    "405, CONFIGURATION, CONFIGURATION",
    "408, TRANSIENT, UNKNOWN_OUTCOME",
    "409, CONFIGURATION, CONFIGURATION",
    "422, CONFIGURATION, CONFIGURATION",
    "429, THROTTLED, THROTTLED",
    "500, TRANSIENT, UNKNOWN_OUTCOME",
    "501, TRANSIENT, UNKNOWN_OUTCOME",
    "502, TRANSIENT, UNKNOWN_OUTCOME",
    "503, TRANSIENT, TRANSIENT",
    "504, TRANSIENT, UNKNOWN_OUTCOME",
    "599, TRANSIENT, UNKNOWN_OUTCOME"
  })
  void statusDecidesWhereNoCodeIsKnown(int status, Verdict steady, Verdict rotating) {
    for (String body :
        new String[] {"", "<html>", "{}", "[]", "{\"error\":\"Basic auth required\"}", TOKEN}) {
      assertEquals(steady, failed(status, body, NEVER).verdict());
      assertEquals(steady, failed(status, body, UNEXPECTED).verdict());
      assertEquals(rotating, failed(status, body, EXPECTED).verdict());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 299})
  void unreadableSuccessIsUnknownWhereItRotates(int status) {
    for (String body :
        new String[] {"", "<html>", "{}", "{\"access_token\":5}", "{\"error\":\"x\"}"}) {
      assertFailed(
          failed(status, body, NEVER), TRANSIENT, FaultCode.UPSTREAM_INVALID_RESPONSE, true);
      assertFailed(
          failed(status, body, EXPECTED), UNKNOWN_OUTCOME, FaultCode.OUTCOME_UNKNOWN, false);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 299})
  void successWithATokenIsGranted(int status) {
    assertInstanceOf(Outcome.Granted.class, verdicts.of(answer(status, TOKEN), EXPECTED));
    assertInstanceOf(
        Outcome.Granted.class,
        verdicts.of(answer(status, "{\"access_token\":\"t\",\"error\":\"invalid_grant\"}"), NEVER));
  }

  @ParameterizedTest
  @CsvSource({
    "FORBIDDEN_ADDRESS, NEVER, CONFIGURATION, UPSTREAM_CONFIGURATION, false",
    "FORBIDDEN_ADDRESS, EXPECTED, CONFIGURATION, UPSTREAM_CONFIGURATION, false",
    "BEFORE_SENDING, NEVER, TRANSIENT, UPSTREAM_UNAVAILABLE, true",
    "BEFORE_SENDING, EXPECTED, TRANSIENT, UPSTREAM_UNAVAILABLE, true",
    "TIMEOUT, NEVER, TRANSIENT, UPSTREAM_TIMEOUT, false",
    "TIMEOUT, EXPECTED, UNKNOWN_OUTCOME, OUTCOME_UNKNOWN, false",
    "CUT, NEVER, TRANSIENT, UPSTREAM_UNAVAILABLE, true",
    "CUT, EXPECTED, UNKNOWN_OUTCOME, OUTCOME_UNKNOWN, false"
  })
  void lostCallDependsOnHowFarItGot(
      Point point, Rotation rotation, Verdict verdict, FaultCode code, boolean repeatable) {
    Outcome.Failed failed =
        assertInstanceOf(Outcome.Failed.class, verdicts.of(new Lost(point, "x"), rotation));
    assertFailed(failed, verdict, code, repeatable);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 401, 429, 500, 503, 504})
  void serverErrorIsOneWhateverTheStatus(int status) {
    String body = "{\"error\":\"server_error\"}";
    assertFailed(failed(status, body, NEVER), TRANSIENT, FaultCode.UPSTREAM_UNAVAILABLE, true);
    assertFailed(failed(status, body, EXPECTED), UNKNOWN_OUTCOME, FaultCode.OUTCOME_UNKNOWN, false);
  }

  @ParameterizedTest
  @CsvSource({
    "200, UNKNOWN_OUTCOME",
    "302, CONFIGURATION",
    "401, CONFIGURATION",
    "429, THROTTLED",
    "500, UNKNOWN_OUTCOME",
    "503, TRANSIENT"
  })
  void answerThatIsTooLongStillHasItsStatus(int status, Verdict verdict) {
    Answer answer = new Answer(status, "7", Buffer.buffer(), false);
    Outcome.Failed failed = (Outcome.Failed) verdicts.of(answer, EXPECTED);
    assertEquals(verdict, failed.verdict());
    assertTrue(failed.detail().contains("64 KiB"), failed.detail());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"refresh_token\":\"r2\"}",
        "{\"refresh_token\":\"r2\",\"access_token\":5}",
        "{\"refresh_token\":\"r2\",\"error\":\"invalid_grant\"}"
      })
  void newMasterTokenIsKeptEvenAlone(String body) {
    for (Rotation rotation : List.of(UNEXPECTED, EXPECTED)) {
      Outcome.Rotated rotated =
          assertInstanceOf(Outcome.Rotated.class, verdicts.of(answer(200, body), rotation));
      assertEquals("r2", rotated.newMasterToken().reveal());
      assertFailed(rotated.failed(), TRANSIENT, FaultCode.UPSTREAM_INVALID_RESPONSE, false);
    }
    assertInstanceOf(Outcome.Failed.class, verdicts.of(answer(500, body), UNEXPECTED));
  }

  @Test
  void refreshTokenIsNoMasterTokenOfAnotherGrant() {
    String body = "{\"access_token\":\"t\",\"refresh_token\":\"r2\"}";
    assertNull(((Outcome.Granted) verdicts.of(answer(200, body), NEVER)).newMasterToken());
    assertInstanceOf(
        Outcome.Failed.class, verdicts.of(answer(200, "{\"refresh_token\":\"r2\"}"), NEVER));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void retryAfterIsKeptAndEndsRepeating(int status) {
    Outcome.Failed failed =
        (Outcome.Failed) verdicts.of(new Answer(status, "7", Buffer.buffer("{}")), NEVER);
    assertEquals(Duration.ofSeconds(7), failed.retryAfter());
    assertFalse(failed.repeatable());
  }

  @Test
  void detailHoldsNothingOfTheUpstreams() {
    String text = "{\"error\":\"invalid_grant\",\"error_description\":\"token mt-1 of bob\"}";
    assertFalse(failed(400, text, NEVER).detail().matches(".*(mt-1|bob|invalid_grant).*"));
    assertFalse(failed(418, "bob", NEVER).detail().contains("bob"));
  }

  private static void assertFailed(
      Outcome.Failed failed, Verdict verdict, FaultCode code, boolean repeatable) {
    assertEquals(verdict, failed.verdict());
    assertEquals(code, failed.code());
    assertEquals(repeatable, failed.repeatable());
  }

  private Outcome.Failed failed(int status, String body, Rotation rotation) {
    return assertInstanceOf(Outcome.Failed.class, verdicts.of(answer(status, body), rotation));
  }

  private static Answer answer(int status, String body) {
    return new Answer(status, null, Buffer.buffer(body));
  }
}
