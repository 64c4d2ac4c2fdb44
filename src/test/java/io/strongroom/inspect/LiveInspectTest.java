package io.strongroom.inspect;

import static io.strongroom.sandbox.Endpoint.AUTH_TOKEN;
import static io.strongroom.sandbox.Endpoint.INTROSPECT;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.service.Crowd;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the upstream says of a token, asked within its budget and remembered. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class LiveInspectTest {
  private static final String HOUR = "20[0-9-]+T[0-9]{2}:00:00Z";

  @Test
  void ofATokenThatIsNotOursNobodyIsAsked() {
    Entrusted user = Entrusted.apiKey();

    String answer = user.tenant().inspectLive(user.masterToken()).asString();

    assertEquals("{\"active\":false}", answer);
    assertEquals(0, asked(user));
  }

  @Test
  void upstreamIsAskedOnlyWhereTheCallerWantsIt() {
    Entrusted user = issued(Map.of());

    user.tenant().inspect(user.masterToken()).then().body("live", nullValue());

    assertEquals(0, asked(user));
  }

  @Test
  void keyThatTheUpstreamRevokedIsInactiveThere() {
    Entrusted user = issued(Map.of());
    Simulator.signOut(user.uid());

    user.tenant()
        .inspectLive(user.masterToken())
        .then()
        .body("active", equalTo(true))
        .body("live.status", equalTo("inactive"))
        .body("live.name", nullValue());
  }

  @Test
  void livingKeyIsTold() {
    Entrusted user = issued(Map.of());

    user.tenant()
        .inspectLive(user.masterToken())
        .then()
        .statusCode(200)
        .body("active", equalTo(true))
        .body("live.status", equalTo("active"))
        .body("live.checkedAt", matchesPattern("20.*Z"))
        .body("live.name", equalTo("key of " + user.uid()))
        .body("live.authScopes", hasItems("PRICING", "PROMOTION_READ_ONLY"))
        .body("live.remembered", nullValue())
        .body("live.budgetExhaustedUntil", nullValue());
  }

  @Test
  void baseUrlMayEndInASlash() {
    Entrusted user = issued(Map.of("baseUrl", Simulator.baseUri() + "/"));

    user.tenant().inspectLive(user.masterToken()).then().body("live.status", equalTo("active"));
  }

  @Test
  void answerIsRememberedForAMinute() {
    Entrusted user = issued(Map.of());
    user.tenant().inspectLive(user.masterToken());

    user.tenant()
        .inspectLive(user.masterToken())
        .then()
        .body("live.status", equalTo("active"))
        .body("live.remembered", equalTo(true));
    assertEquals(1, asked(user));

    user.alterSlots("live_checked_at = live_checked_at - interval '61 seconds'");
    Simulator.signOut(user.uid());
    user.tenant().inspectLive(user.masterToken()).then().body("live.status", equalTo("inactive"));
    assertEquals(2, asked(user));
  }

  @Test
  void usedUpBudgetIsSaidAndTheOldAnswerGiven() {
    Entrusted user = issued(Map.of("hourlyBudget", 1));
    user.tenant().inspectLive(user.masterToken()).then().body("live.status", equalTo("active"));
    user.alterSlots("live_checked_at = live_checked_at - interval '61 seconds'");

    for (int i = 0; i < 3; i++) {
      user.tenant()
          .inspectLive(user.masterToken())
          .then()
          .body("live.status", equalTo("active"))
          .body("live.remembered", equalTo(true))
          .body("live.budgetExhaustedUntil", matchesPattern(HOUR));
    }

    assertEquals(1, asked(user));
  }

  @Test
  void usedUpBudgetLeavesANewTokenUnknownAndItsIssueUntouched() {
    Entrusted user = issued(Map.of("hourlyBudget", 1));
    user.tenant().inspectLive(user.masterToken());
    String next = user.signIn();
    user.tenant().putMasterToken(user.uid(), next).then().statusCode(204);
    assertEquals(next, user.issued().getString("token"));

    user.tenant()
        .inspectLive(next)
        .then()
        .body("active", equalTo(true))
        .body("live.status", equalTo("unknown"))
        .body("live.checkedAt", nullValue())
        .body("live.budgetExhaustedUntil", matchesPattern(HOUR));
  }

  @Test
  void manyAtOnceShareOneQuestion() {
    Entrusted user = issued(Map.of());
    Simulator.spoil(
        AUTH_TOKEN,
        user.uid(),
        Fault.of(FaultKind.SLOW_REPLY).delayed(Duration.ofMillis(300)).times(1));

    List<String> answers =
        Crowd.of(12).each(() -> user.tenant().inspectLive(user.masterToken()).path("live.status"));

    assertEquals(List.of("active"), answers.stream().distinct().toList());
    assertEquals(1, asked(user));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html>", "[]", "{}", "{\"status\":\"OK\",\"result\":{\"apiKey\":\"x\"}}"})
  void answerThatCannotBeReadTellsNothing(String body) {
    Entrusted user = issued(Map.of());
    Simulator.spoil(AUTH_TOKEN, user.uid(), Fault.answering(200, body).times(1));

    user.tenant().inspectLive(user.masterToken()).then().body("live.status", equalTo("unknown"));
  }

  @Test
  void upstreamThatIsDownTellsNothingAndCostsOneCallAMinute() {
    Entrusted user = issued(Map.of());
    Simulator.spoil(AUTH_TOKEN, user.uid(), Fault.of(FaultKind.RESET));

    for (int i = 0; i < 3; i++) {
      user.tenant()
          .inspectLive(user.masterToken())
          .then()
          .statusCode(200)
          .body("live.status", equalTo("unknown"));
    }

    assertEquals(1, asked(user));
  }

  @Test
  void fourAreAskedAtOnceAndNoMore() {
    Entrusted user = issued(Map.of());
    // Slow calls are under way until they are decided: a fifth would be refused with 420.
    Simulator.spoil(
        AUTH_TOKEN, user.uid(), Fault.of(FaultKind.SLOW).delayed(Duration.ofMillis(300)));
    List<String> tokens = tokensOfOneEnvironment(user, 8);
    var next = tokens.iterator();

    List<String> answers =
        Crowd.of(8)
            .each(
                () -> {
                  String token;
                  synchronized (next) {
                    token = next.next();
                  }
                  return user.tenant().inspectLive(token).path("live.status");
                });

    assertEquals(List.of("active"), answers.stream().distinct().toList());
    assertEquals(8, asked(user));
  }

  @Test
  void withoutAnIntrospectionEndpointItIsNotSupported() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");

    user.tenant()
        .inspectLive(token)
        .then()
        .body("active", equalTo(true))
        .body("live.status", equalTo("not-supported"))
        .body("live.checkedAt", nullValue());
  }

  @Test
  void introspectionSaysWhetherTheTokenLivesThere() {
    Entrusted user =
        Entrusted.xToken(Map.of("introspectionEndpoint", Simulator.baseUri() + "/introspect"));
    String token = user.issued().getString("token");

    user.tenant().inspectLive(token).then().body("live.status", equalTo("active"));
    Simulator.signOut(user.uid());
    user.tenant()
        .inspectLive(token)
        .then()
        .body("active", equalTo(true))
        .body("live.status", equalTo("inactive"))
        .body("live.remembered", not(equalTo(true)));

    assertEquals(2, Simulator.calls(INTROSPECT, user.uid()).granted());
  }

  @Test
  void introspectionThatRefusesTheClientTellsNothing() {
    Entrusted user =
        Entrusted.xToken(Map.of("introspectionEndpoint", Simulator.baseUri() + "/introspect"));
    String token = user.issued().getString("token");
    assertTrue(
        user.tenant().putClient(user.client(), "wrong", "client_secret_post").statusCode() == 200);

    user.tenant().inspectLive(token).then().body("live.status", equalTo("unknown"));
  }

  private static Entrusted issued(Map<String, Object> settings) {
    Entrusted user = Entrusted.apiKey(settings);
    assertEquals(user.masterToken(), user.issued().getString("token"));
    return user;
  }

  /** Keys of one user, each in an account of its own. */
  private static List<String> tokensOfOneEnvironment(Entrusted user, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              String key = user.signIn();
              user.tenant().putMasterToken("account-" + i, key).then().statusCode(204);
              Entrusted.granted(user.tenant().issue("account-" + i));
              return key;
            })
        .toList();
  }

  private static long asked(Entrusted user) {
    return Simulator.calls(AUTH_TOKEN, user.uid()).received();
  }
}
