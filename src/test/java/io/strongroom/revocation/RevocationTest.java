package io.strongroom.revocation;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.strongroom.sandbox.Endpoint;
import io.strongroom.sandbox.ExpiresInForm;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What was revoked is over here from the moment of the answer, whatever is under way. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class RevocationTest {
  private static final Map<String, Object> REVOCABLE =
      Map.of("revocationEndpoint", Simulator.revocationEndpoint());

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("body", Map.of()),
        Arguments.of("body", Map.of("upstream", false, "dryRun", true)),
        Arguments.of("body", Map.of("masterToken", true)),
        Arguments.of("body", Map.of("allOfTenant", false)),
        Arguments.of("allOfTenant", Map.of("allOfTenant", true, "uid", "anna")),
        Arguments.of("allOfTenant", Map.of("allOfTenant", true, "issuedAfter", time(0))),
        Arguments.of("masterToken", Map.of("masterToken", true, "issuedBefore", time(0))),
        Arguments.of("masterToken", with("clientId", "web")),
        Arguments.of("masterToken", with("token", "t")),
        Arguments.of("masterToken", with("keyId", "k1234567")),
        Arguments.of("token", Map.of("token", "")),
        Arguments.of("keyId", Map.of("keyId", "k")),
        Arguments.of("issuedBefore", Map.of("issuedBefore", "yesterday")),
        Arguments.of("issuedAfter", Map.of("issuedAfter", time(1), "issuedBefore", time(1))),
        Arguments.of("dryRun", Map.of("uid", "anna", "dryRun", "yes")),
        Arguments.of("scope", Map.of("uid", "anna", "scope", "all")));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void violationNamesItsMember(String member, Map<String, Object> body) {
    Revoking.of(Service.tenant())
        .asked(body)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-request"))
        .body("member", equalTo(member));
  }

  @Test
  void environmentThatDoesNotExistIsSaid() {
    Revoking.of(Service.tenant())
        .asked(Map.of("environment", "nowhere"))
        .then()
        .statusCode(404)
        .body("code", equalTo("environment-not-found"));
  }

  @Test
  void revocationOfAnotherTenantIsNotFound() {
    Entrusted user = Entrusted.xToken();
    String id = Revoking.of(user.tenant()).done(ofUser(user)).getString("revocationId");

    Revoking.of(Entrusted.xToken().tenant())
        .report(id)
        .then()
        .statusCode(404)
        .body("code", equalTo("not-found"));
  }

  @Test
  void revokedTokenIsReplacedByTheNextIssue() {
    Entrusted user = Entrusted.xToken();
    String revoked = user.issued().getString("token");

    JsonPath done = Revoking.of(user.tenant()).done(ofUser(user));

    assertEquals(1, done.getInt("revoked"));
    user.tenant().inspect(revoked).then().body("active", equalTo(false));
    user.tenant().drop(revoked).then().body("reason", equalTo("superseded"));
    JsonObject next = user.issued();
    assertEquals(2, next.getInteger("generation"));
    assertNotEquals(revoked, next.getString("token"));
    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
  }

  @Test
  void valueThatWasRevokedIsNeverHandedOverAgain() {
    Entrusted user =
        Entrusted.xToken(
            client -> client.withAccessTokens(Duration.ofHours(1), ExpiresInForm.NUMBER, true));
    user.issued();

    Revoking.of(user.tenant()).done(Map.of("uid", user.uid(), "upstream", false));

    user.issue().then().statusCode(409).body("code", equalTo("token-revoked"));
    assertEquals(2, Simulator.calls(user.uid()).granted(), "the provider has given it again");
  }

  @Test
  void masterTokenGoesAndTheAccountSaysWhyUntilANewOneIsPut() {
    Entrusted user = Entrusted.xToken();
    user.issued();

    Revoking.of(user.tenant()).done(masterToo(user));

    user.issue()
        .then()
        .statusCode(409)
        .body("code", equalTo("account-not-authorized"))
        .body("reason", equalTo("revoked"))
        .body("since", notNullValue());
    assertRevoked(user);
    user.tenant()
        .putMasterToken(user.uid(), user.masterToken())
        .then()
        .statusCode(409)
        .body("code", equalTo("master-token-superseded"));
    assertRevoked(user);
    user.tenant().putMasterToken(user.uid(), user.signIn()).then().statusCode(204);
    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
    assertEquals(2, user.issued().getInteger("generation"));
  }

  @Test
  void revokedMasterTokenIsTakenBackByForce() {
    Entrusted user = Entrusted.xToken();
    Revoking.of(user.tenant()).done(masterToo(user));

    user.tenant()
        .putMasterToken(user.uid(), Map.of("masterToken", user.masterToken(), "force", true))
        .then()
        .statusCode(204);

    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
  }

  @Test
  void revokedAccountStaysRevokedWhateverElseIsDone() {
    Entrusted user = Entrusted.xToken();
    Revoking.of(user.tenant()).done(masterToo(user));
    String account = user.tenant().environmentPath("/accounts/" + user.uid());

    user.tenant().asOperator().body(Map.of()).put(account).then().statusCode(200);
    assertRevoked(user);
    user.tenant().asOperator().delete(account + "/master-token").then().statusCode(404);
    assertRevoked(user);
    Revoking.of(user.tenant()).done(masterToo(user));
    assertRevoked(user);
  }

  @Test
  void tokenThatAMasterTokenBringsMeanwhileGoesWithIt() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");
    user.alterSlots("issued_at = clock_timestamp() + interval '1 minute'");

    JsonPath done = Revoking.of(user.tenant()).done(masterToo(user));

    assertEquals(1, done.getInt("revoked"));
    user.tenant().inspect(token).then().body("active", equalTo(false));
  }

  @Test
  void masterTokenThatWasPutSinceIsNotMatched() {
    Entrusted user = Entrusted.xToken();
    Service.sql(
        "UPDATE account SET since = clock_timestamp() + interval '1 minute' WHERE tenant_id = ?",
        user.tenant().id());

    Revoking.of(user.tenant()).done(masterToo(user));

    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
  }

  @Test
  void accountsWithoutATokenOfThatTimeKeepTheirMasterTokens() {
    Entrusted user = Entrusted.xToken();
    user.issued();

    Revoking.of(user.tenant())
        .done(Map.of("uid", user.uid(), "masterToken", true, "issuedBefore", time(0)));

    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
  }

  @Test
  void tokenThatDoesNotOpenEndsAllTheSame() {
    Entrusted user = Entrusted.xToken(REVOCABLE);
    String token = user.issued().getString("token");
    user.alterSlots("token = '\\x00'");

    JsonPath done = Revoking.of(user.tenant()).done(ofUser(user));

    assertEquals(1, done.getInt("revoked"));
    assertEquals(1, done.getInt("upstream.failed"));
    user.tenant().inspect(token).then().body("active", equalTo(false));
  }

  @Test
  void exchangeUnderWayBringsItsTokenToNobody() {
    Entrusted user = Entrusted.xToken(REVOCABLE);
    user.spoil(Fault.of(FaultKind.SLOW_REPLY).delayed(Duration.ofSeconds(2)).times(1));
    CompletableFuture<Response> caller = CompletableFuture.supplyAsync(user::issue);
    await().until(() -> Simulator.calls(user.uid()).granted() == 1);

    JsonPath done = Revoking.of(user.tenant()).done(ofUser(user));

    assertEquals(0, done.getInt("matched"), "there was no token yet");
    Entrusted.granted(caller.join());
    assertEquals(2, user.calls(), "the caller's token is of a second call");
    assertEquals(1, user.issued().getInteger("generation"));
    await().atMost(Revoking.PATIENCE).until(() -> revokedUpstream(user) == 1);
    user.issued();
    assertEquals(2, user.calls());
  }

  @Test
  void rotationUnderWayIsKeptAndNothingIsUsedTwice() {
    Entrusted user = Entrusted.refreshToken(REVOCABLE);
    user.spoil(Fault.of(FaultKind.SLOW_REPLY).delayed(Duration.ofSeconds(2)).times(1));
    CompletableFuture<Response> caller = CompletableFuture.supplyAsync(user::issue);
    await().until(() -> Simulator.calls(user.uid()).granted() == 1);

    Revoking.of(user.tenant()).done(ofUser(user));

    Entrusted.granted(caller.join());
    assertEquals(2, user.calls());
    assertEquals(2, Simulator.calls(user.uid()).granted(), "each with a token of its own");
    await().atMost(Revoking.PATIENCE).until(() -> revokedUpstream(user) == 1);
    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
  }

  @Test
  void callThatEndsInARefusalFreesItsAccount() {
    Entrusted user = Entrusted.refreshToken();
    user.spoil(Fault.throttle("1").delayed(Duration.ofSeconds(1)).times(1));
    CompletableFuture<Response> caller = CompletableFuture.supplyAsync(user::issue);
    await().until(() -> user.calls() == 1);

    Revoking.of(user.tenant()).done(ofUser(user));

    assertEquals(503, caller.join().statusCode());
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> user.issue().statusCode(), status -> status == 200);
  }

  @Test
  void masterTokenThatRotatesMeanwhileIsRevokedToo() {
    Entrusted user = Entrusted.refreshToken(REVOCABLE);
    user.spoil(Fault.of(FaultKind.SLOW_REPLY).delayed(Duration.ofSeconds(2)).times(1));
    CompletableFuture<Response> caller = CompletableFuture.supplyAsync(user::issue);
    await().until(() -> Simulator.calls(user.uid()).granted() == 1);

    Revoking.of(user.tenant()).done(masterToo(user));

    assertEquals(409, caller.join().statusCode());
    assertRevoked(user);
    // The master token that was there, and the two tokens that came.
    await().atMost(Revoking.PATIENCE).until(() -> revokedUpstream(user) == 3);
    assertRevoked(user);
  }

  private static void assertRevoked(Entrusted user) {
    user.tenant()
        .account(user.uid())
        .then()
        .statusCode(200)
        .body("status", equalTo("not-authorized"))
        .body("reason", equalTo("revoked"))
        .body("since", notNullValue());
  }

  private static long revokedUpstream(Entrusted user) {
    return Simulator.calls(Endpoint.REVOKE, user.uid()).granted();
  }

  private static Map<String, Object> ofUser(Entrusted user) {
    return Map.of("uid", user.uid());
  }

  private static Map<String, Object> masterToo(Entrusted user) {
    return Map.of("uid", user.uid(), "masterToken", true);
  }

  private static Map<String, Object> with(String member, String value) {
    return Map.of("masterToken", true, "uid", "anna", member, value);
  }

  private static String time(int seconds) {
    return "2020-01-01T00:00:0" + seconds + "Z";
  }
}
