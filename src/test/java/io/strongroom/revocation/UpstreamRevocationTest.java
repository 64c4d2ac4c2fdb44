package io.strongroom.revocation;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.strongroom.sandbox.Client;
import io.strongroom.sandbox.Endpoint;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.sandbox.SandboxServer;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Upstreams are asked for every token, until they have answered, and the report says what. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class UpstreamRevocationTest {
  private static final Map<String, Object> REVOCABLE =
      Map.of("revocationEndpoint", Simulator.revocationEndpoint());

  /** For longer than an administrator's next call takes. */
  private static final Fault SICK = Fault.error(503, "temporarily_unavailable").times(3);

  private static final Map<String, Object> DEVICE =
      Map.of(
          "revocationEndpoint",
          Simulator.deviceRevocationEndpoint(),
          "revocationStyle",
          "access_token");

  @Test
  void upstreamIsNotAskedWhereNobodyWantsIt() {
    Entrusted user = Entrusted.xToken(REVOCABLE);
    user.issued();

    JsonPath done = Revoking.of(user.tenant()).done(Map.of("uid", user.uid(), "upstream", false));

    assertEquals(1, done.getInt("revoked"));
    assertEquals(0, queued(user), "nothing is queued");
    assertEquals(0, Simulator.calls(Endpoint.REVOKE, user.uid()).received());
  }

  @Test
  void tokenAndMasterTokenEndUpstream() {
    Entrusted user = Entrusted.refreshToken(REVOCABLE);
    user.issued();

    JsonPath report = revoked(user, Map.of("uid", user.uid(), "masterToken", true));

    assertEquals(2, report.getInt("upstream.revoked"));
    assertEquals(1, report.getInt("matched"), "client tokens alone are counted");
    assertEquals(2, Simulator.calls(Endpoint.REVOKE, user.uid()).granted());
    assertEquals(0, secrets(user), "no secret is kept when its outcome is known");
  }

  @Test
  void deviceTokensHaveACallOfTheirOwn() {
    Entrusted user = Entrusted.xToken(DEVICE);
    user.issued();

    JsonPath report = revoked(user, Map.of("uid", user.uid()));

    assertEquals(1, report.getInt("upstream.revoked"));
    assertEquals(1, Simulator.calls(Endpoint.REVOKE_TOKEN, user.uid()).granted());
  }

  @Test
  void tokenThatWasNotMadeForADeviceIsNotSupported() {
    Entrusted user = Entrusted.xToken(DEVICE);
    Simulator.register(Client.of(user.client(), Entrusted.CLIENT_SECRET).withRevocable(false));
    user.issued();

    JsonPath report = revoked(user, Map.of("uid", user.uid()));

    assertEquals(1, report.getInt("upstream.notSupported"));
    assertEquals(1, Simulator.calls(Endpoint.REVOKE_TOKEN, user.uid()).refused());
  }

  @Test
  void environmentWithoutAnEndpointIsNotSupported() {
    Entrusted user = Entrusted.xToken();
    user.issued();

    JsonPath done = Revoking.of(user.tenant()).done(Map.of("uid", user.uid()));

    assertEquals(1, done.getInt("upstream.notSupported"));
    assertEquals(0, secrets(user));
  }

  @Test
  void refusalIsFinal() {
    Entrusted user = Entrusted.xToken(REVOCABLE);
    user.issued();
    Simulator.spoilRevocations(user.uid(), Fault.error(400, "invalid_request"));

    Revoking revoking = Revoking.of(user.tenant());
    JsonPath done = revoking.done(Map.of("uid", user.uid()));
    JsonPath report = revoking.ended(done);

    assertEquals(1, report.getInt("upstream.failed"));
    revoking
        .tokens(done, "")
        .then()
        .statusCode(200)
        .body("items[0].outcome", equalTo("failed"))
        .body("items[0].reason", equalTo("refused"))
        .body("items[0].attempts", equalTo(1));
    assertEquals(1, Simulator.calls(Endpoint.REVOKE, user.uid()).received());
  }

  @Test
  void upstreamThatIsNotWellIsAskedAgain() {
    Entrusted user = Entrusted.xToken(REVOCABLE);
    user.issued();
    Simulator.spoilRevocations(user.uid(), Fault.error(503, "temporarily_unavailable").times(1));
    Simulator.spoilRevocations(user.uid(), Fault.of(FaultKind.RESET).times(1));

    Revoking revoking = Revoking.of(user.tenant());
    JsonPath done = revoking.done(Map.of("uid", user.uid()));

    assertEquals(1, revoking.ended(done).getInt("upstream.revoked"));
    revoking.tokens(done, "").then().body("items[0].attempts", equalTo(3));
    assertEquals(3, Simulator.calls(Endpoint.REVOKE, user.uid()).received());
  }

  @Test
  void clientThatIsRefusedWaitsForItsSecret() {
    Entrusted user = Entrusted.xToken(REVOCABLE);
    user.issued();
    user.tenant().putClient(user.client(), "wrong", "client_secret_basic");
    Revoking revoking = Revoking.of(user.tenant());
    JsonPath done = revoking.done(Map.of("uid", user.uid()));
    await()
        .atMost(Revoking.PATIENCE)
        .until(
            () -> revoking.tokens(done, "").<String>path("items[0].reason"),
            "client-refused"::equals);

    user.tenant().putClient(user.client(), Entrusted.CLIENT_SECRET, "client_secret_basic");

    assertEquals(1, revoking.ended(done).getInt("upstream.revoked"));
  }

  @Test
  void tokenOfAClientThatIsGoneIsGivenUp() {
    Entrusted user = Entrusted.xToken(REVOCABLE);
    String other = user.anotherClient();
    user.tenant().issue(Map.of("uid", user.uid(), "clientId", other)).then().statusCode(200);
    Simulator.spoilRevocations(user.uid(), SICK);
    Revoking revoking = Revoking.of(user.tenant());
    JsonPath done = revoking.done(Map.of("uid", user.uid()));
    user.tenant()
        .asOperator()
        .delete(user.tenant().environmentPath("/clients/" + other))
        .then()
        .statusCode(204);

    assertEquals(1, revoking.ended(done).getInt("upstream.failed"));
    revoking.tokens(done, "").then().body("items[0].reason", equalTo("no-client"));
  }

  @Test
  void whatWasRecordedForOneOriginGoesToNoOther() {
    try (SandboxServer other = SandboxServer.start()) {
      Entrusted user = Entrusted.xToken(REVOCABLE);
      user.issued();
      Simulator.spoilRevocations(user.uid(), SICK);
      Revoking revoking = Revoking.of(user.tenant());
      JsonPath done = revoking.done(Map.of("uid", user.uid()));
      await()
          .atMost(Revoking.PATIENCE)
          .until(() -> Simulator.calls(Endpoint.REVOKE, user.uid()).received() >= 1);

      user.tenant()
          .asOperator()
          .body(user.settings(Map.of("revocationEndpoint", other.baseUri() + "/revoke")))
          .put(user.tenant().environmentPath("?rebind=true"))
          .then()
          .statusCode(200);

      assertEquals(1, revoking.ended(done).getInt("upstream.failed"));
      revoking.tokens(done, "").then().body("items[0].reason", equalTo("origin-changed"));
      assertEquals(0, other.provider().counts().total().received());
      assertEquals(0, secrets(user));
    }
  }

  @Test
  void tokenInAnothersRowDoesNotOpenAndIsNotSent() {
    Entrusted user = Entrusted.xToken(REVOCABLE);
    user.issued();
    Simulator.spoilRevocations(user.uid(), SICK);
    Revoking revoking = Revoking.of(user.tenant());
    JsonPath done = revoking.done(Map.of("uid", user.uid()));
    await()
        .atMost(Revoking.PATIENCE)
        .until(() -> Simulator.calls(Endpoint.REVOKE, user.uid()).received() >= 1);

    Service.sql(
        "UPDATE upstream_revocation SET item_id = 'stolen' || item_id WHERE tenant_id = ?",
        user.tenant().id());

    assertEquals(1, revoking.ended(done).getInt("upstream.failed"));
    revoking.tokens(done, "").then().body("items[0].reason", equalTo("does-not-open"));
    assertEquals(0, Simulator.calls(Endpoint.REVOKE, user.uid()).granted());
  }

  @Test
  void masterTokenThatWasTakenBackIsNotRevoked() {
    Entrusted user = Entrusted.xToken(REVOCABLE);
    Simulator.spoilRevocations(user.uid(), SICK);
    Revoking revoking = Revoking.of(user.tenant());
    JsonPath done = revoking.done(Map.of("uid", user.uid(), "masterToken", true));
    user.tenant()
        .putMasterToken(user.uid(), Map.of("masterToken", user.masterToken(), "force", true))
        .then()
        .statusCode(204);

    assertEquals(1, revoking.ended(done).getInt("upstream.failed"));
    revoking.tokens(done, "").then().body("items[0].reason", equalTo("held-again"));
    user.issued();
  }

  @Test
  void tokenThatWasReplacedIsRevokedByItsValue() {
    Entrusted user = Entrusted.xToken(REVOCABLE);
    String former = user.issued().getString("token");
    String present = user.issued("newerThanGeneration", 1).getString("token");
    Revoking revoking = Revoking.of(user.tenant());

    JsonPath done = revoking.done(Map.of("token", former));

    assertEquals(0, done.getInt("matched"), "it is no token of the vault's any more");
    assertEquals(1, revoking.ended(done).getInt("upstream.revoked"));
    user.tenant().inspect(present).then().body("active", equalTo(true));
    assertEquals(1, Simulator.calls(Endpoint.REVOKE, user.uid()).granted());
    JsonPath again = revoking.done(Map.of("token", former));
    assertEquals(0, revoking.ended(again).getInt("upstream.revoked"), "it was asked already");
  }

  @Test
  void deadUpstreamOfOneTenantDoesNotStallAnother() {
    Entrusted dead = Entrusted.xToken(REVOCABLE);
    dead.issued();
    Simulator.spoilRevocations(
        dead.uid(), Fault.of(FaultKind.HANG).delayed(Duration.ofSeconds(20)));
    Revoking.of(dead.tenant()).done(Map.of("uid", dead.uid()));
    await()
        .atMost(Revoking.PATIENCE)
        .until(() -> Simulator.calls(Endpoint.REVOKE, dead.uid()).received() == 1);
    Entrusted well = Entrusted.xToken(REVOCABLE);
    well.issued();

    JsonPath report = revoked(well, Map.of("uid", well.uid()));

    assertEquals(1, report.getInt("upstream.revoked"));
    assertEquals(0, Simulator.calls(Endpoint.REVOKE, dead.uid()).granted());
    dead.issued();
  }

  @Test
  void reportNamesEachTokenOnceOverItsPages() {
    Holdings holdings = Holdings.revocable();
    Simulator.spoilRevocations(holdings.uid(0), Fault.error(400, "invalid_request"));
    Revoking revoking = Revoking.of(holdings.tenant());
    JsonPath done = revoking.done(Map.of("allOfTenant", true, "masterToken", true));

    JsonPath report = revoking.ended(done);

    // Eight client tokens and the master tokens of two users in two environments.
    assertEquals(6, report.getInt("upstream.revoked"));
    assertEquals(6, report.getInt("upstream.failed"));
    assertEquals(6, Simulator.calls(Endpoint.REVOKE, holdings.uid(1)).granted());
    Set<String> seen = new HashSet<>();
    String cursor = "";
    do {
      JsonPath page =
          revoking.tokens(done, "?limit=5" + cursor).then().statusCode(200).extract().jsonPath();
      List<Map<String, Object>> items = page.getList("items");
      assertTrue(items.size() <= 5);
      for (Map<String, Object> item : items) {
        boolean spoiled = holdings.uid(0).equals(item.get("uid"));
        assertEquals(spoiled ? "failed" : "revoked", item.get("outcome"));
        assertTrue(
            seen.add(
                item.get("kind")
                    + "/"
                    + item.get("environment")
                    + "/"
                    + item.get("uid")
                    + "/"
                    + item.get("clientId")));
      }
      String next = page.getString("nextCursor");
      cursor = next == null ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    assertEquals(12, seen.size());
  }

  @Test
  void queueIsMeasured() {
    Entrusted user = Entrusted.xToken(REVOCABLE);
    user.issued();
    var outcomes = Metrics.globalRegistry.get("strongroom.upstream.revocations");
    double before = outcomes.tag("outcome", "revoked").counter().count();
    Simulator.spoilRevocations(user.uid(), SICK);

    Revoking revoking = Revoking.of(user.tenant());
    JsonPath done = revoking.done(Map.of("uid", user.uid()));

    await()
        .atMost(Revoking.PATIENCE)
        .until(
            () ->
                Metrics.globalRegistry
                        .get("strongroom.upstream.revocations.waiting")
                        .gauge()
                        .value()
                    >= 1);
    revoking.ended(done);
    assertTrue(outcomes.tag("outcome", "revoked").counter().count() > before);
  }

  private static JsonPath revoked(Entrusted user, Map<String, Object> body) {
    Revoking revoking = Revoking.of(user.tenant());
    return revoking.ended(revoking.done(body));
  }

  private static int queued(Entrusted user) {
    return Service.sql(
        "UPDATE upstream_revocation SET uid = uid WHERE tenant_id = ?", user.tenant().id());
  }

  private static int secrets(Entrusted user) {
    return Service.sql(
        "UPDATE upstream_revocation SET uid = uid WHERE tenant_id = ? AND token IS NOT NULL",
        user.tenant().id());
  }
}
