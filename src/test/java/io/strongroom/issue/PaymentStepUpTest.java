package io.strongroom.issue;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.service.Crowd;
import io.strongroom.service.Entrusted;
import io.strongroom.service.LogLines;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A user whose payment the upstream wants authorized before it gives a token. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class PaymentStepUpTest {
  private static final String URL = "https://pay.example.test/authorize";

  static Stream<String> unusable() {
    return Stream.of(
        stepUp("c1", "http://pay.example.test/"),
        stepUp("c1", "https:///nowhere"),
        stepUp("c1", "https://pay.example.test/ spaced"),
        stepUp("c1", "https://user:pass@pay.example.test/"),
        stepUp("c1", "javascript:alert(1)"),
        stepUp("c1", URL + "?" + "x".repeat(2_048 - URL.length())),
        stepUp("", URL),
        stepUp("two words", URL),
        stepUp("c".repeat(513), URL),
        "{\"error\":\"payment_auth_required\"}",
        "{\"error\":\"payment_auth_required\",\"payment_auth_url\":\"" + URL + "\"}",
        "{\"error\":\"payment_auth_required\",\"payment_auth_context_id\":7,"
            + "\"payment_auth_url\":\"https://pay.example.test/\"}");
  }

  @Test
  void clientWithoutAMoneyScopeIsAnErrorOfOurOwn() {
    Entrusted user = Entrusted.xToken();
    Simulator.requirePayment(user.uid());

    Response answer = user.issue();

    answer
        .then()
        .statusCode(500)
        .body("code", equalTo("internal-error"))
        .body("$", not(hasKey("paymentAuthUrl")));
    assertTrue(LogLines.have(answer.path("id")));
    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void contextOrAddressThatCannotBePassedOnIsAnInvalidResponse(String body) {
    Entrusted user = paying(Entrusted.xToken());
    user.spoil(Fault.answering(403, body).times(1));

    user.issue()
        .then()
        .statusCode(502)
        .body("code", equalTo("upstream-invalid-response"))
        .body(not(containsString("pay.example")));

    assertEquals("upstream", user.issued().getString("source"), "nothing is remembered");
  }

  @Test
  void contextThatBreaksItsRuleIsRefused() {
    Entrusted user = Entrusted.xToken();
    for (String context : List.of("", "two words", "c".repeat(513), "é")) {
      authorized(user, context)
          .then()
          .statusCode(400)
          .body("member", equalTo("paymentAuth.paymentAuthContextId"));
    }
    user.issue("paymentAuth", Map.of())
        .then()
        .statusCode(400)
        .body("member", equalTo("paymentAuth.paymentAuthContextId"));
    assertEquals(0, user.calls());
  }

  @Test
  void callersAreToldWhereTheUserAuthorizes() {
    Entrusted user = paying(Entrusted.xToken());
    Simulator.requirePayment(user.uid());

    user.issue()
        .then()
        .statusCode(403)
        .body("code", equalTo("payment-auth-required"))
        .body("verdict", equalTo("terminal"))
        .body("paymentAuthContextId", startsWith("pay_"))
        .body("paymentAuthUrl", startsWith("https://pay.example.test/"));
  }

  @Test
  void authorizedPaymentBringsTheToken() {
    Entrusted user = paying(Entrusted.xToken());
    Simulator.requirePayment(user.uid());
    String context = asked(user.issue());

    String another = asked(authorized(user, context));
    assertNotEquals(context, another, "nobody has authorized it yet");

    Simulator.confirmPayment(another);
    JsonObject issued = Entrusted.granted(authorized(user, another));
    assertEquals("upstream", issued.getString("source"));
    assertEquals(issued.getString("token"), user.issued().getString("token"));
  }

  @Test
  void rotatingMasterTokenIsNotUsedUpByAsking() {
    Entrusted user = paying(Entrusted.refreshToken());
    Simulator.requirePayment(user.uid());

    for (int generation = 1; generation <= 2; generation++) {
      String context = asked(user.issue("newerThanGeneration", generation - 1));
      Simulator.confirmPayment(context);
      assertEquals(generation, Entrusted.granted(authorized(user, context)).getLong("generation"));
    }

    assertEquals(2, Simulator.calls(user.uid()).granted());
    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
  }

  @Test
  void namesAreTheEnvironments() {
    Entrusted user =
        paying(
            Entrusted.xToken(
                Map.of(
                    "paymentErrors", List.of("pay.first"),
                    "paymentContextField", "ctx",
                    "paymentUrlField", "where")));
    user.spoil(Fault.answering(403, stepUp("c1", URL)).times(1));
    user.spoil(
        Fault.answering(400, "{\"error\":\"pay.first\",\"ctx\":\"c2\",\"where\":\"" + URL + "\"}")
            .times(1));

    user.issue().then().statusCode(502).body("code", equalTo("upstream-configuration"));
    // What was remembered of that is read by no call with an authorization.
    authorized(user, "c0")
        .then()
        .statusCode(403)
        .body("paymentAuthContextId", equalTo("c2"))
        .body("paymentAuthUrl", equalTo(URL));
  }

  @Test
  void codeWithAnotherStatusDoesNotSayThatNothingWasDone() {
    Entrusted user = paying(Entrusted.refreshToken());
    user.spoil(Fault.answering(500, stepUp("c1", URL)).times(1));

    user.issue().then().statusCode(503).body("code", equalTo("outcome-unknown"));
  }

  @Test
  void authorizationDoesNotGetAStoredToken() {
    Entrusted user = paying(Entrusted.xToken());
    JsonObject stored = user.issued();

    JsonObject issued = Entrusted.granted(authorized(user, "c1"));

    assertNotEquals(stored.getString("token"), issued.getString("token"));
    assertEquals(stored.getLong("generation") + 1, issued.getLong("generation"));
  }

  @Test
  void exchangeIsSharedByCallersOfTheSameContextAlone() {
    Entrusted user = paying(Entrusted.xToken());
    user.spoil(Fault.of(FaultKind.SLOW_REPLY).delayed(Duration.ofMillis(2_500)).times(1));
    AtomicInteger caller = new AtomicInteger();

    List<Long> generations =
        Crowd.of(6)
            .each(
                () ->
                    Entrusted.granted(authorized(user, "c" + caller.getAndIncrement() % 2))
                        .getLong("generation"));

    assertEquals(List.of(1L, 2L), generations.stream().distinct().sorted().toList());
    assertEquals(2, user.calls());
  }

  @Test
  void wrongContextIsNotRememberedAgainstTheOthers() {
    Entrusted user = paying(Entrusted.xToken());
    user.spoil(Fault.error(400, "invalid_request").times(1));

    authorized(user, "unknown").then().statusCode(502);

    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void stepUpIsNotRememberedAndAskedForOnceASecond() {
    Entrusted user = paying(Entrusted.xToken());
    Simulator.requirePayment(user.uid());
    long start = System.nanoTime();

    for (int call = 1; call <= 3; call++) {
      assertEquals(call, calls(user, user.issue()));
    }

    assertTrue(Duration.ofNanos(System.nanoTime() - start).compareTo(Duration.ofSeconds(2)) >= 0);
  }

  @Test
  void callerWhoseTimeIsShorterThanItsTurnIsToldToWait() {
    Entrusted user = paying(Entrusted.xToken(Map.of("timeoutMillis", 200)));
    Simulator.requirePayment(user.uid());
    var unused = asked(user.issue());

    user.issue()
        .then()
        .statusCode(503)
        .header("Retry-After", equalTo("1"))
        .body("code", equalTo("upstream-throttled"));

    assertEquals(1, user.calls());
  }

  private static long calls(Entrusted user, Response answer) {
    var unused = asked(answer);
    return user.calls();
  }

  /** The user's client may have its users asked for money. */
  private static Entrusted paying(Entrusted user) {
    user.tenant()
        .asOperator()
        .body(
            Map.of(
                "clientSecret",
                Entrusted.CLIENT_SECRET,
                "authMethod",
                "client_secret_basic",
                "moneyScope",
                true))
        .put(user.tenant().environmentPath("/clients/" + user.client()))
        .then()
        .statusCode(200);
    return user;
  }

  private static Response authorized(Entrusted user, String context) {
    return user.issue("paymentAuth", Map.of("paymentAuthContextId", context));
  }

  private static String asked(Response answer) {
    return answer.then().statusCode(403).extract().path("paymentAuthContextId");
  }

  private static String stepUp(String context, String url) {
    return "{\"error\":\"payment_auth_required\",\"payment_auth_context_id\":\""
        + context
        + "\",\"payment_auth_url\":\""
        + url
        + "\"}";
  }
}
