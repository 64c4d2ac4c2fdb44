package io.strongroom.issue;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A call that may have used the master token up, and whose answer never came. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class UnknownOutcomeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Map<String, Object> SHORT_WAIT = Map.of("unknownOutcomeWaitSeconds", 1);

  /** None of these reaches the provider's decision: the old master token stays good. */
  static Stream<Fault> unreadable() {
    return Stream.of(
        Fault.of(FaultKind.RESET),
        Fault.of(FaultKind.GARBAGE),
        Fault.error(500, "server_error"),
        Fault.error(502, "server_error"),
        Fault.error(504, "server_error"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void callThatChangedNothingIsRepairedAfterTheWait(Fault fault) {
    Entrusted user = Entrusted.refreshToken(SHORT_WAIT);
    user.spoil(fault.times(1));

    assertUnknown(user.issue());

    JsonPath repaired = repaired(user);
    assertEquals(1, repaired.getLong("generation"));
    assertEquals(2, user.calls());
    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
  }

  @Test
  void callersWhoComeDuringTheWaitDoNotAskTheProvider() {
    Entrusted user =
        Entrusted.refreshToken(Map.of("unknownOutcomeWaitSeconds", 30, "timeoutMillis", 300));
    user.spoil(Fault.of(FaultKind.LOST_REPLY).times(1));
    assertUnknown(user.issue());

    assertUnknown(user.issue());

    assertEquals(1, user.calls());
  }

  @Test
  void lostReplyIsRepairedAtOnceWithinTheGrace() {
    Entrusted user = Entrusted.refreshTokenWithGrace(Map.of("timeoutMillis", 1_000));
    user.spoil(Fault.of(FaultKind.LOST_REPLY).times(2));

    JsonObject repaired = user.issued();

    assertEquals(1, repaired.getLong("generation"));
    assertEquals(3, user.calls());
    JsonPath next = repaired(() -> user.issue("newerThanGeneration", 1));
    assertEquals(2, next.getLong("generation"), "after the distance that E5 asks for");
    assertEquals(0, Simulator.calls(user.uid()).refused());
  }

  @Test
  void lostCallIsResolvedAlthoughNobodyAsks() {
    Entrusted user = Entrusted.refreshToken(SHORT_WAIT);
    user.spoil(Fault.error(500, "server_error").times(1));
    assertUnknown(user.issue());

    await().atMost(PATIENCE).until(() -> user.calls() == 2);

    await().atMost(PATIENCE).until(() -> user.issued().getString("source").equals("vault"));
    assertEquals(2, user.calls());
  }

  @Test
  void newMasterTokenIsUsedAtOnce() {
    Entrusted user = Entrusted.refreshToken();
    user.spoil(Fault.of(FaultKind.LOST_REPLY).times(1));
    assertUnknown(user.issue());

    user.tenant().putMasterToken(user.uid(), user.signIn()).then().statusCode(204);

    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void validTokenIsServedWhileTheOutcomeIsUnknown() {
    Entrusted user = Entrusted.refreshToken();
    JsonObject issued = user.issued();
    user.spoil(Fault.of(FaultKind.LOST_REPLY).times(1));
    assertUnknown(user.issue("newerThanGeneration", 1));

    assertEquals(issued.getString("token"), user.issued().getString("token"));
  }

  @Test
  void grantThatDoesNotRotateIsSimplyAskedAgain() {
    Entrusted user = Entrusted.refreshTokenThatStays(Map.of("rotating", false));
    user.spoil(Fault.of(FaultKind.LOST_REPLY).times(1));

    assertEquals("upstream", user.issued().getString("source"));
    assertEquals(2, user.calls());
  }

  private static JsonPath repaired(Entrusted user) {
    return repaired(user::issue);
  }

  private static JsonPath repaired(Callable<Response> issue) {
    return await().atMost(PATIENCE).until(issue, answer -> answer.statusCode() == 200).jsonPath();
  }

  private static void assertUnknown(Response answer) {
    answer
        .then()
        .statusCode(503)
        .header("Retry-After", matchesPattern("[1-9][0-9]*"))
        .body("code", equalTo("outcome-unknown"))
        .body("verdict", equalTo("unknown-outcome"));
  }
}
