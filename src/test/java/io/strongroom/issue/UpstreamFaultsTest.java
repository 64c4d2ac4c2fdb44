package io.strongroom.issue;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Providers that cannot be reached, hang, stumble or refuse: the account is never at fault. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class UpstreamFaultsTest {
  /** Short, so that a provider that hangs costs a test little. */
  private static final Map<String, Object> IMPATIENT = Map.of("timeoutMillis", 500);

  /** One call and its two repeats, which are safe: an x-token is not used up. */
  private static final int ALL_REPEATS = 3;

  static Stream<Arguments> blips() {
    return Stream.of(
        arguments(Fault.of(FaultKind.RESET), 503, "upstream-unavailable"),
        arguments(Fault.of(FaultKind.LOST_REPLY), 503, "upstream-unavailable"),
        arguments(Fault.of(FaultKind.TRUNCATED), 503, "upstream-unavailable"),
        arguments(Fault.error(500, "server_error"), 503, "upstream-unavailable"),
        arguments(Fault.error(502, "server_error"), 503, "upstream-unavailable"),
        arguments(Fault.error(503, "temporarily_unavailable"), 503, "upstream-unavailable"),
        arguments(Fault.of(FaultKind.HANG), 504, "upstream-timeout"),
        arguments(Fault.of(FaultKind.GARBAGE), 502, "upstream-invalid-response"),
        arguments(Fault.of(FaultKind.OVERSIZED), 502, "upstream-invalid-response"));
  }

  @ParameterizedTest
  @MethodSource("blips")
  void blipIsToldAndCostsTheAccountNothing(Fault fault, int status, String code) {
    Entrusted user = Entrusted.xToken(IMPATIENT);
    user.spoil(fault.times(ALL_REPEATS));

    assertFault(user.issue(), status, code, "transient")
        .header("Retry-After", matchesPattern("[1-9][0-9]*"));

    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
    long calls = user.calls();
    assertTrue(calls <= ALL_REPEATS, "calls: " + calls);
    user.tenant().asOperator().body(user.settings(Map.of())).put(environment(user));
    while (user.calls() < ALL_REPEATS) {
      user.issue().then().statusCode(greaterThan(499));
    }
    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void blipThatPassesIsNotEvenSeen() {
    Entrusted user = Entrusted.xToken();
    user.spoil(Fault.of(FaultKind.RESET).times(1));

    assertEquals("upstream", user.issued().getString("source"));
    assertEquals(2, user.calls());
  }

  @Test
  void refusedConnectionIsUnavailable() {
    Entrusted user = Entrusted.xToken(Map.of("tokenEndpoint", "http://127.0.0.1:1/token"));

    assertFault(user.issue(), 503, "upstream-unavailable", "transient");
    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
  }

  @Test
  void hostWithoutAnAddressIsUnavailable() {
    Entrusted user = Entrusted.xToken(Map.of("tokenEndpoint", "http://nowhere.invalid/token"));

    assertFault(user.issue(), 503, "upstream-unavailable", "transient");
  }

  @Test
  void throttlingProviderIsLeftAloneForAsLongAsItAsks() {
    Entrusted user = Entrusted.xToken();
    user.spoil(Fault.throttle("7").times(1));

    assertFault(user.issue(), 503, "upstream-throttled", "throttled")
        .header("Retry-After", "7")
        .body("retryAfterSeconds", equalTo(7));
    assertFault(user.issue(), 503, "upstream-throttled", "throttled");
    user.alterSlots("failure_until = clock_timestamp()");
    assertFault(user.issue(), 503, "upstream-throttled", "throttled");
    assertEquals(1, user.calls());

    user.tenant().asOperator().body(user.settings(Map.of())).put(environment(user));
    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void redirectionIsNotFollowed() {
    Entrusted user = Entrusted.xToken();
    user.spoil(Fault.of(FaultKind.REDIRECT));
    long followed = Simulator.followed();

    assertFault(user.issue(), 502, "upstream-configuration", "configuration");

    assertEquals(followed, Simulator.followed());
    assertEquals(1, user.calls());
  }

  static Stream<Arguments> misconfigurations() {
    return Stream.of(
        arguments(401, "invalid_client"),
        arguments(400, "unauthorized_client"),
        arguments(400, "invalid_scope"),
        arguments(400, "invalid_request"),
        arguments(400, "invalid_target"),
        arguments(400, "unsupported_grant_type"),
        arguments(401, "never_heard_of"),
        arguments(403, "never_heard_of"),
        arguments(500, "invalid_client"));
  }

  @ParameterizedTest
  @MethodSource("misconfigurations")
  void misconfigurationIsRememberedForAMinute(int status, String error) {
    Entrusted user = Entrusted.xToken();
    user.spoil(Fault.error(status, error).times(1));

    assertFault(user.issue(), 502, "upstream-configuration", "configuration")
        .header("Retry-After", "60")
        .body("detail", not(containsString(error)));
    assertFault(user.issue(), 502, "upstream-configuration", "configuration");
    assertEquals(1, user.calls());
    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));

    user.alterSlots("failure_until = clock_timestamp()");
    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void editedClientIsTriedAtOnce() {
    Entrusted user = Entrusted.xToken();
    user.tenant().putClient(user.client(), "wrong", "client_secret_basic").then().statusCode(200);
    assertFault(user.issue(), 502, "upstream-configuration", "configuration");

    user.tenant()
        .putClient(user.client(), Entrusted.CLIENT_SECRET, "client_secret_post")
        .then()
        .statusCode(200);

    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void editedEnvironmentIsTriedAtOnce() {
    Entrusted user = Entrusted.xToken();
    user.spoil(Fault.error(400, "invalid_scope").times(1));
    assertFault(user.issue(), 502, "upstream-configuration", "configuration");

    user.tenant().asOperator().body(user.settings(Map.of())).put(environment(user));

    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void validTokenIsServedWhateverTheProviderSays() {
    Entrusted user = Entrusted.xToken();
    JsonObject issued = user.issued();
    user.spoil(Fault.error(401, "invalid_client"));
    user.issue("newerThanGeneration", 1).then().statusCode(502);

    assertEquals(issued.getString("token"), user.issued().getString("token"));
  }

  private static String environment(Entrusted user) {
    return user.tenant().environmentPath("");
  }

  private static ValidatableResponse assertFault(
      Response answer, int status, String code, String verdict) {
    return answer
        .then()
        .statusCode(status)
        .contentType(startsWith("application/problem+json"))
        .body("code", equalTo(code))
        .body("verdict", equalTo(verdict));
  }
}
