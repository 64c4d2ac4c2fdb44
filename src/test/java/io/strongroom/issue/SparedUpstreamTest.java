package io.strongroom.issue;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.MasterToken;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Metrics;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An upstream that is down is left alone, and what the vault has is served all the while. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class SparedUpstreamTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What opens a breaker: half of its last calls. */
  private static final int BREAKER_VOLUME = 20;

  private static final String DUE = "refresh_after = clock_timestamp()";

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Test
  void upstreamThatFailsIsSparedAndFoundAgainWhenItIsWell() {
    Entrusted user = Entrusted.xToken();
    Entrusted neighbour = Entrusted.xToken();
    state(user).body("breaker", equalTo("closed")).body("seenBy", equalTo("this-instance"));
    breakDown(user);
    long calls = user.calls();
    assertEquals(BREAKER_VOLUME, calls);

    spared(user.issue())
        .header("Retry-After", matchesPattern("[12]"))
        .body("verdict", equalTo("transient"));
    assertEquals(calls, user.calls());
    state(user).body("breaker", equalTo("open")).body("running", equalTo(0));
    assertEquals(1, metric(user, "breaker"));
    assertTrue(metric(user, "rejected_total") >= 1);
    assertEquals("upstream", neighbour.issued().getString("source"));
    state(neighbour).body("breaker", equalTo("closed"));

    Response healed = await().atMost(PATIENCE).until(user::issue, it -> it.statusCode() == 200);
    assertEquals("upstream", healed.jsonPath().getString("source"));
    state(user).body("breaker", equalTo("closed"));
  }

  @Test
  void openBreakerIsSeenInHealthAndDoesNotTakeTheServiceOut() {
    Entrusted user = Entrusted.xToken();
    breakDown(user);
    user.spoil(Fault.error(500, "server_error"));
    Response ready = RestAssured.get(management.resolve("/q/health/ready"));
    ready.then().statusCode(200).body("status", equalTo("UP"));
    int open = ready.path("checks.find { it.name == 'upstreams' }.data.openBreakers");
    assertTrue(open >= 1, "open: " + open);
  }

  @Test
  void heldTokenIsServedAsStaleAndWhoAsksMoreGetsTheUpstreamsError() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");
    user.alterSlots(
        "issued_at = clock_timestamp() - interval '1 hour', refresh_after = clock_timestamp(),"
            + " expires_at = clock_timestamp() + interval '5 minutes'");
    breakDown(user);
    user.spoil(Fault.error(500, "server_error"));

    JsonObject served = user.issued();
    assertEquals(token, served.getString("token"));
    assertTrue(served.getBoolean("stale"));
    spared(user.issue("newerThanGeneration", 1));
    spared(user.issue("minTtlSeconds", 600));
  }

  @Test
  void heldTokenOfARefusedAccountIsServedAsStale() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");
    Simulator.signOut(user.uid());
    user.issue("newerThanGeneration", 1).then().statusCode(409);
    user.alterSlots(DUE);

    JsonObject served = user.issued();
    assertEquals(token, served.getString("token"));
    assertTrue(served.getBoolean("stale"));
  }

  @Test
  void lostCallIsRepairedWhileTheUpstreamIsSpared() {
    Entrusted user = Entrusted.refreshToken(Map.of("unknownOutcomeWaitSeconds", 3));
    String other = "other-" + UUID.randomUUID();
    user.tenant()
        .putMasterToken(
            other, Simulator.enter(MasterToken.of(MasterToken.Kind.REFRESH_TOKEN, other)))
        .then()
        .statusCode(204);
    user.spoil(Fault.error(500, "server_error").times(1));
    user.issue().then().body("code", equalTo("outcome-unknown"));
    Simulator.spoil(other, Fault.error(503, "temporarily_unavailable"));
    while (!"open".equals(stateOf(user).path("breaker"))) {
      user.tenant().issue(other).then().statusCode(503);
    }

    assertEquals(1, user.calls());

    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              // A failed probe now and then keeps the breaker open.
              user.tenant().issue(other).then().statusCode(503);
              return user.calls() == 2;
            });

    assertNotEquals("closed", stateOf(user).path("breaker"));
    assertEquals(1, user.issued().getLong("generation"));
  }

  @Test
  void restOfAClientIsKeptByItsOtherAccountsAndByNoOtherClient() {
    Entrusted user = Entrusted.xToken();
    String other = "other-" + UUID.randomUUID();
    user.tenant()
        .putMasterToken(other, Simulator.enter(MasterToken.of(MasterToken.Kind.X_TOKEN, other)))
        .then()
        .statusCode(204);
    String client = user.anotherClient();
    user.spoil(Fault.throttle("40").times(1));
    user.issue().then().statusCode(503);

    user.tenant()
        .issue(other)
        .then()
        .statusCode(503)
        .header("Retry-After", matchesPattern("40|3[0-9]"))
        .body("code", equalTo("upstream-throttled"));
    assertEquals(0, Simulator.calls(other).received());
    stateOf(user).then().body("restsUntil", matchesPattern(".*Z"));
    Entrusted.granted(user.tenant().issue(Map.of("uid", other, "clientId", client)));

    user.tenant().putClient(user.client(), Entrusted.CLIENT_SECRET, "client_secret_basic");
    Entrusted.granted(user.tenant().issue(other));
  }

  @Test
  void stateOfAnUpstreamIsForItsAdministratorsAndOnlyOfOneThatIsThere() {
    Entrusted user = Entrusted.xToken();
    stateOf(user).then().statusCode(200).body("restsUntil", nullValue());
    user.tenant()
        .with(user.tenant().newKey("admin", "TENANT_ADMIN"))
        .get(user.tenant().environmentPath("/upstream"))
        .then()
        .statusCode(200);
    user.tenant()
        .asOperator()
        .get(user.tenant().path("/environments/nowhere/upstream"))
        .then()
        .statusCode(404)
        .body("code", equalTo("environment-not-found"));
  }

  /** As many failed calls as open the breaker, and where nothing else is said no more. */
  private static void breakDown(Entrusted user) {
    user.spoil(Fault.error(500, "server_error").times(BREAKER_VOLUME));
    while (!"open".equals(stateOf(user).path("breaker"))) {
      user.issue("newerThanGeneration", generation(user)).then().statusCode(503);
    }
  }

  /** A user that has no token yet has none to distrust. */
  private static long generation(Entrusted user) {
    return user.tenant().account(user.uid()).jsonPath().getList("tokens").size();
  }

  private static ValidatableResponse spared(Response answer) {
    return answer.then().statusCode(503).body("code", equalTo("upstream-unavailable"));
  }

  private static ValidatableResponse state(Entrusted user) {
    return stateOf(user).then().statusCode(200);
  }

  private static Response stateOf(Entrusted user) {
    return user.tenant().asOperator().get(user.tenant().environmentPath("/upstream"));
  }

  private double metric(Entrusted user, String name) {
    return Metrics.at(management).sum("strongroom_upstream_" + name, "tenant", user.tenant().id());
  }
}
