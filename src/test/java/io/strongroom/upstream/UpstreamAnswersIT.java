package io.strongroom.upstream;

import static io.strongroom.upstream.Fate.HALF_GRANTED;
import static io.strongroom.upstream.Fate.LATE;
import static io.strongroom.upstream.Fate.MISCONFIGURED;
import static io.strongroom.upstream.Fate.REFUSED;
import static io.strongroom.upstream.Fate.THROTTLED;
import static io.strongroom.upstream.Fate.THROTTLED_FOR_SEVEN_SECONDS;
import static io.strongroom.upstream.Fate.TIMED_OUT;
import static io.strongroom.upstream.Fate.UNAVAILABLE;
import static io.strongroom.upstream.Fate.UNAVAILABLE_FOR_NINE_SECONDS;
import static io.strongroom.upstream.Fate.UNKNOWN;
import static io.strongroom.upstream.Fate.UNREADABLE;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.junit.TestProfile;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the table of verdicts that begins with an answer, provoked through the service. */
@ServiceTest
@TestProfile(ServiceProfile.class)
@Tag("faults")
class UpstreamAnswersIT {
  private static final String UNKNOWN_CODE = "never_heard_of";

  static Stream<Arguments> faults() {
    return Stream.of(
        arguments(400, "invalid_grant", REFUSED, REFUSED),
        arguments(404, "account.not_found", REFUSED, REFUSED),
        arguments(401, "invalid_client", MISCONFIGURED, MISCONFIGURED),
        arguments(503, "unsupported_grant_type", MISCONFIGURED, MISCONFIGURED),
        arguments(400, "slow_down", THROTTLED, THROTTLED),
        arguments(400, "temporarily_unavailable", UNAVAILABLE, UNAVAILABLE),
        arguments(400, "server_error", UNAVAILABLE, UNKNOWN),
        arguments(400, UNKNOWN_CODE, MISCONFIGURED, MISCONFIGURED),
        arguments(401, "Basic auth required", MISCONFIGURED, MISCONFIGURED),
        arguments(403, UNKNOWN_CODE, MISCONFIGURED, MISCONFIGURED),
        arguments(404, UNKNOWN_CODE, MISCONFIGURED, MISCONFIGURED),
        arguments(408, UNKNOWN_CODE, UNAVAILABLE, UNKNOWN),
        arguments(422, UNKNOWN_CODE, MISCONFIGURED, MISCONFIGURED),
        arguments(429, UNKNOWN_CODE, THROTTLED, THROTTLED),
        arguments(500, UNKNOWN_CODE, UNAVAILABLE, UNKNOWN),
        arguments(501, UNKNOWN_CODE, UNAVAILABLE, UNKNOWN),
        arguments(502, UNKNOWN_CODE, UNAVAILABLE, UNKNOWN),
        arguments(503, UNKNOWN_CODE, UNAVAILABLE, UNAVAILABLE),
        arguments(504, UNKNOWN_CODE, UNAVAILABLE, UNKNOWN),
        arguments(520, UNKNOWN_CODE, UNAVAILABLE, UNKNOWN));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void errorIsToldByItsCodeElseByItsStatus(int status, String error, Fate steady, Fate rotating) {
    simulated(Fault.error(status, error), steady, rotating);
  }

  static Stream<Arguments> misbehaviours() {
    return Stream.of(
        arguments(Fault.throttle("7"), THROTTLED_FOR_SEVEN_SECONDS, THROTTLED_FOR_SEVEN_SECONDS),
        arguments(Fault.of(FaultKind.THROTTLE), THROTTLED, THROTTLED),
        arguments(Fault.of(FaultKind.REDIRECT), MISCONFIGURED, MISCONFIGURED),
        arguments(Fault.of(FaultKind.GARBAGE), UNREADABLE, UNKNOWN),
        arguments(Fault.of(FaultKind.OVERSIZED), UNREADABLE, UNKNOWN),
        arguments(Fault.of(FaultKind.TRUNCATED), UNAVAILABLE, UNKNOWN),
        arguments(Fault.of(FaultKind.RESET), UNAVAILABLE, UNKNOWN),
        arguments(Fault.of(FaultKind.LOST_REPLY), UNAVAILABLE, UNKNOWN),
        arguments(Fault.of(FaultKind.HANG), TIMED_OUT, LATE));
  }

  @ParameterizedTest
  @MethodSource("misbehaviours")
  void misbehaviourIsTold(Fault fault, Fate steady, Fate rotating) {
    simulated(fault, steady, rotating);
  }

  static Stream<Arguments> rawAnswers() {
    String half = "{\"refresh_token\":\"r2\",\"token_type\":\"bearer\"}";
    String long503 = "x".repeat(70_000);
    return Stream.of(
        arguments(answer(401, "{\"errors\":[\"oauth_token.invalid\"]}"), REFUSED, REFUSED),
        arguments(answer(404, "{\"errors\":[\"account.not_found\"]}"), REFUSED, REFUSED),
        arguments(answer(200, "{\"error\":\"invalid_grant\"}"), REFUSED, REFUSED),
        arguments(answer(200, "{\"error\":\"slow_down\"}"), THROTTLED, THROTTLED),
        arguments(answer(400, "{\"error\":\"INVALID_GRANT\"}"), MISCONFIGURED, MISCONFIGURED),
        arguments(answer(400, "{\"error\":\"invalid_grant\""), MISCONFIGURED, MISCONFIGURED),
        arguments(answer(403, "<html>invalid_grant</html>"), MISCONFIGURED, MISCONFIGURED),
        arguments(answer(301, ""), MISCONFIGURED, MISCONFIGURED),
        arguments(answer(415, ""), MISCONFIGURED, MISCONFIGURED),
        arguments(answer(503, long503), UNAVAILABLE, UNAVAILABLE),
        arguments(
            answer("503 Busy\r\nRetry-After: 9", ""),
            UNAVAILABLE_FOR_NINE_SECONDS,
            UNAVAILABLE_FOR_NINE_SECONDS),
        arguments(answer("500 Oh\r\nRetry-After: 9", ""), UNAVAILABLE_FOR_NINE_SECONDS, UNKNOWN),
        arguments(answer(200, ""), UNREADABLE, UNKNOWN),
        arguments(answer(200, "<html>welcome</html>"), UNREADABLE, UNKNOWN),
        arguments(answer(200, "[{\"access_token\":\"t\"}]"), UNREADABLE, UNKNOWN),
        arguments(answer(200, "{\"token_type\":\"bearer\"}"), UNREADABLE, UNKNOWN),
        arguments(answer(200, half), UNREADABLE, HALF_GRANTED),
        arguments("HTTP/1.1 204 None\r\n\r\n", UNREADABLE, UNKNOWN),
        arguments("SSH-2.0-OpenSSH\r\n\r\n", UNAVAILABLE, UNKNOWN),
        arguments(answer("200 OK\r\nX: " + "x".repeat(20_000), ""), UNAVAILABLE, UNKNOWN));
  }

  @ParameterizedTest
  @MethodSource("rawAnswers")
  void answerIsToldByWhatCanBeRead(String answer, Fate steady, Fate rotating) throws IOException {
    try (RawUpstream one = RawUpstream.sending(answer);
        RawUpstream other = RawUpstream.sending(answer)) {
      TestGrant.each(
          grant -> {
            Fate fate = grant.rotates() ? rotating : steady;
            RawUpstream upstream = grant.rotates() ? one : other;
            String there = upstream.endpoint().uri().toString();
            Entrusted user = grant.entrust(Map.of("tokenEndpoint", there), fate);
            fate.befalls(grant, user, () -> upstream.requests().size());
          });
    }
  }

  static Stream<Fault> lostCalls() {
    return Stream.of(
        Fault.error(400, "server_error"),
        Fault.error(502, UNKNOWN_CODE),
        Fault.of(FaultKind.GARBAGE),
        Fault.of(FaultKind.LOST_REPLY));
  }

  @ParameterizedTest
  @MethodSource("lostCalls")
  void lostCallIsRepairedAtOnceWithinTheGrace(Fault fault) {
    Entrusted user =
        Entrusted.refreshTokenWithGrace(Map.of("timeoutMillis", 15_000, "lateReplySeconds", 0));
    user.spoil(fault.times(2));
    assertEquals(1, user.issued().getLong("generation"));
    assertEquals(3, user.calls());
  }

  /** As long as callers wait, less and less often; then they are told, and the account stays. */
  @Test
  void lostCallThatCannotBeRepairedIsTriedAFewTimesOnly() {
    Entrusted user =
        Entrusted.refreshTokenWithGrace(Map.of("timeoutMillis", 4_000, "lateReplySeconds", 0));
    user.spoil(Fault.error(502, UNKNOWN_CODE));
    user.issue().then().statusCode(503).body("code", equalTo("outcome-unknown"));
    assertTrue(user.calls() > 3 && user.calls() < 20, () -> user.calls() + " calls");
    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
  }

  private static void simulated(Fault fault, Fate steady, Fate rotating) {
    TestGrant.each(grant -> simulated(grant, fault, grant.rotates() ? rotating : steady));
  }

  private static void simulated(TestGrant grant, Fault fault, Fate fate) {
    Entrusted user = grant.entrust(Map.of(), fate);
    user.spoil(fault);
    fate.befalls(grant, user, user::calls);
  }

  private static String answer(int status, String body) {
    return answer(status + " So", body);
  }

  private static String answer(String statusAndHeaders, String body) {
    return "HTTP/1.1 "
        + statusAndHeaders
        + "\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
