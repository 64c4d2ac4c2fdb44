package io.strongroom.upstream;

import static io.strongroom.token.Verdict.TERMINAL;
import static io.strongroom.token.Verdict.TRANSIENT;
import static io.strongroom.token.Verdict.UNKNOWN_OUTCOME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.strongroom.token.FaultCode;
import io.strongroom.token.Verdict;
import io.strongroom.upstream.Reply.Answer;
import io.strongroom.upstream.Reply.Lost;
import io.strongroom.upstream.Reply.Point;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of verdicts, row by row. */
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
    "slow_down, THROTTLED"
  })
  void codeOutranksTheStatusInBothForms(String code, Verdict verdict) {
    for (int status : new int[] {200, 302, 400, 401, 403, 404, 429, 500, 502, 503, 504}) {
      for (boolean rotating : new boolean[] {true, false}) {
        assertEquals(verdict, failed(status, "{\"error\":\"" + code + "\"}", rotating).verdict());
        assertEquals(
            verdict, failed(status, "{\"errors\":[\"" + code + "\"]}", rotating).verdict());
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
    "408, TRANSIENT, UNKNOWN_OUTCOME",
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
        new String[] {"", "<html>", "{}", "[]", "{\"error\":\"server_error\"}", TOKEN}) {
      assertEquals(steady, failed(status, body, false).verdict());
      assertEquals(rotating, failed(status, body, true).verdict());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 299})
  void unreadableSuccessIsUnknownWhereItRotates(int status) {
    for (String body :
        new String[] {"", "<html>", "{}", "{\"access_token\":5}", "{\"error\":\"x\"}"}) {
      assertFailed(
          failed(status, body, false), TRANSIENT, FaultCode.UPSTREAM_INVALID_RESPONSE, true);
      assertFailed(failed(status, body, true), UNKNOWN_OUTCOME, FaultCode.OUTCOME_UNKNOWN, false);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 299})
  void successWithATokenIsGranted(int status) {
    assertInstanceOf(Outcome.Granted.class, verdicts.of(answer(status, TOKEN), true));
    assertInstanceOf(
        Outcome.Granted.class,
        verdicts.of(answer(status, "{\"access_token\":\"t\",\"error\":\"invalid_grant\"}"), false));
  }

  @ParameterizedTest
  @CsvSource({
    "FORBIDDEN_ADDRESS, false, CONFIGURATION, UPSTREAM_CONFIGURATION, false",
    "FORBIDDEN_ADDRESS, true, CONFIGURATION, UPSTREAM_CONFIGURATION, false",
    "BEFORE_SENDING, false, TRANSIENT, UPSTREAM_UNAVAILABLE, true",
    "BEFORE_SENDING, true, TRANSIENT, UPSTREAM_UNAVAILABLE, true",
    "TIMEOUT, false, TRANSIENT, UPSTREAM_TIMEOUT, false",
    "TIMEOUT, true, UNKNOWN_OUTCOME, OUTCOME_UNKNOWN, false",
    "CUT, false, TRANSIENT, UPSTREAM_UNAVAILABLE, true",
    "CUT, true, UNKNOWN_OUTCOME, OUTCOME_UNKNOWN, false",
    "TOO_LONG, false, TRANSIENT, UPSTREAM_INVALID_RESPONSE, true",
    "TOO_LONG, true, UNKNOWN_OUTCOME, OUTCOME_UNKNOWN, false"
  })
  void lostCallDependsOnHowFarItGot(
      Point point, boolean rotating, Verdict verdict, FaultCode code, boolean repeatable) {
    Outcome.Failed failed =
        assertInstanceOf(Outcome.Failed.class, verdicts.of(new Lost(point, "x"), rotating));
    assertFailed(failed, verdict, code, repeatable);
  }

  @ParameterizedTest
  @EnumSource(Point.class)
  void noLostCallCostsAnAccount(Point point) {
    for (boolean rotating : new boolean[] {true, false}) {
      Outcome.Failed failed = (Outcome.Failed) verdicts.of(new Lost(point, "x"), rotating);
      assertNotEquals(TERMINAL, failed.verdict());
    }
  }

  @Test
  void rotatingCallThatMayHaveBeenActedOnIsNeverRepeated() {
    for (int status = 200; status < 600; status++) {
      Outcome.Failed failed = failed(status, "{}", true);
      assertEquals(status == 503, failed.repeatable(), "status " + status);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void retryAfterIsKeptAndEndsRepeating(int status) {
    Outcome.Failed failed =
        (Outcome.Failed) verdicts.of(new Answer(status, "7", Buffer.buffer("{}")), false);
    assertEquals(Duration.ofSeconds(7), failed.retryAfter());
    assertFalse(failed.repeatable());
  }

  @Test
  void detailHoldsNothingOfTheUpstreams() {
    String text = "{\"error\":\"invalid_grant\",\"error_description\":\"token mt-1 of bob\"}";
    assertFalse(failed(400, text, false).detail().matches(".*(mt-1|bob|invalid_grant).*"));
    assertFalse(failed(418, "bob", false).detail().contains("bob"));
  }

  private static void assertFailed(
      Outcome.Failed failed, Verdict verdict, FaultCode code, boolean repeatable) {
    assertEquals(verdict, failed.verdict());
    assertEquals(code, failed.code());
    assertEquals(repeatable, failed.repeatable());
  }

  private Outcome.Failed failed(int status, String body, boolean rotating) {
    return assertInstanceOf(Outcome.Failed.class, verdicts.of(answer(status, body), rotating));
  }

  private static Answer answer(int status, String body) {
    return new Answer(status, null, Buffer.buffer(body));
  }
}
