package io.strongroom.issue;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.strongroom.sandbox.Client;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.sandbox.MasterToken;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is missing or refused, and what callers are told about it. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class AccountFaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Test
  void unknownAccountIsNotFound() {
    Entrusted user = Entrusted.xToken();

    assertFault(user.tenant().issue("nobody"), 404, "account-not-found", "terminal");
  }

  @Test
  void unknownEnvironmentIsNotFound() {
    Entrusted user = Entrusted.xToken();

    assertFault(user.issue("environment", "nowhere"), 404, "environment-not-found", "terminal");
  }

  @Test
  void unknownClientHasNoCredentials() {
    Entrusted user = Entrusted.xToken();

    assertFault(user.issue("clientId", "stranger"), 422, "credentials-not-found", "configuration");
  }

  @Test
  void environmentWithoutADefaultClientHasNoCredentials() {
    Entrusted user = Entrusted.xToken();
    Map<String, Object> settings = user.settings(Map.of());
    settings.remove("defaultClientId");
    user.tenant().asOperator().body(settings).put(user.tenant().environmentPath(""));

    assertFault(user.issue(), 422, "credentials-not-found", "configuration");
    assertEquals("upstream", user.issued("clientId", user.client()).getString("source"));
  }

  @Test
  void environmentWhoseDefaultClientWasNeverMadeHasNoCredentials() {
    Entrusted user = Entrusted.xToken(Map.of("defaultClientId", "not-made-yet"));

    assertFault(user.issue(), 422, "credentials-not-found", "configuration");
    assertEquals(0, user.calls());
  }

  @Test
  void accountThatNeverHadAMasterTokenSaysSo() {
    Entrusted user = Entrusted.xToken();
    user.tenant()
        .asOperator()
        .body("{}")
        .put(user.tenant().environmentPath("/accounts/newcomer"))
        .then()
        .statusCode(201);

    assertNotAuthorized(user.tenant().issue("newcomer"), "no-master-token");
  }

  @Test
  void deletedMasterTokenTakesTheClientTokensWithIt() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");
    user.tenant()
        .asOperator()
        .delete(user.tenant().environmentPath("/accounts/" + user.uid() + "/master-token"))
        .then()
        .statusCode(204);

    assertNotAuthorized(user.issue(), "no-master-token");
    user.tenant().inspect(token).then().body("active", equalTo(false));
    user.tenant().drop(token).then().body("reason", equalTo("superseded"));
    user.tenant().account(user.uid()).then().body("tokens", empty());
  }

  @Test
  void generationsGoOnAfterTheMasterTokenWasDeleted() {
    Entrusted user = Entrusted.xToken();
    long generation = user.issued().getLong("generation");
    user.tenant()
        .asOperator()
        .delete(user.tenant().environmentPath("/accounts/" + user.uid() + "/master-token"));
    user.tenant().putMasterToken(user.uid(), user.masterToken()).then().statusCode(204);

    assertEquals(generation + 1, user.issued().getLong("generation"));
  }

  @Test
  void expiredMasterTokenIsNotTried() {
    Entrusted user = Entrusted.xToken();
    user.tenant()
        .putMasterToken(
            user.uid(),
            Map.of("masterToken", user.masterToken(), "expiresAt", "2020-01-31T12:00:00Z"))
        .then()
        .statusCode(204);

    assertNotAuthorized(user.issue(), "expired").body("since", equalTo("2020-01-31T12:00:00Z"));
    user.tenant()
        .account(user.uid())
        .then()
        .body("status", equalTo("not-authorized"))
        .body("reason", equalTo("expired"));
    assertEquals(0, user.calls());
  }

  @Test
  void refusedMasterTokenIsNotTriedAgainUntilAnotherIsPut() {
    Entrusted user = Entrusted.xToken();
    Simulator.signOut(user.uid());

    assertNotAuthorized(user.issue(), "invalid-grant");
    assertNotAuthorized(user.issue(), "invalid-grant");
    assertEquals(1, user.calls());

    user.tenant().putMasterToken(user.uid(), user.signIn()).then().statusCode(204);
    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void refusedMasterTokenPutAgainIsTriedAgain() {
    Entrusted user = Entrusted.xToken();
    user.spoil(Fault.error(400, "invalid_grant").times(1));
    assertNotAuthorized(user.issue(), "invalid-grant");

    user.tenant().putMasterToken(user.uid(), user.masterToken()).then().statusCode(204);

    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void refusalOfAnotherClientIsItsOwn() {
    Entrusted user = Entrusted.xToken();
    String other = user.anotherClient();
    String bound =
        Simulator.enter(
            MasterToken.of(MasterToken.Kind.X_TOKEN, user.uid()).withClient(user.client()));
    user.tenant().putMasterToken(user.uid(), bound).then().statusCode(204);

    assertNotAuthorized(user.issue("clientId", other), "invalid-grant");
    assertNotAuthorized(user.issue("clientId", other), "invalid-grant");

    assertEquals(1, user.calls(), "the slot remembers the refusal");
    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void companionErrorCodeIsARefusalToo() {
    Entrusted user = Entrusted.xToken();
    user.spoil(Fault.error(401, "oauth_token.invalid").times(1));

    assertNotAuthorized(user.issue(), "invalid-grant");
  }

  @Test
  void lostCallWhoseRepairIsRefusedEndsAsUnknownOutcome() {
    Entrusted user = Entrusted.refreshToken(Map.of("unknownOutcomeWaitSeconds", 1));
    user.spoil(Fault.of(FaultKind.LOST_REPLY).times(1));
    assertFault(user.issue(), 503, "outcome-unknown", "unknown-outcome");

    Response refused = await().atMost(PATIENCE).until(user::issue, it -> it.statusCode() == 409);

    assertNotAuthorized(refused, "unknown-outcome");
    assertEquals(2, user.calls(), "the one call and the one repair");
  }

  @Test
  void clientOfAnotherEnvironmentIsNoClientHere() {
    Entrusted user = Entrusted.xToken();
    Simulator.register(Client.of("elsewhere", Entrusted.CLIENT_SECRET));
    user.tenant()
        .asOperator()
        .body(user.settings(Map.of()))
        .put(user.tenant().path("/environments/staging"));
    user.tenant()
        .asOperator()
        .body(Map.of("clientSecret", "s", "authMethod", "client_secret_post"))
        .put(user.tenant().path("/environments/staging/clients/elsewhere"))
        .then()
        .statusCode(201);

    assertFault(user.issue("clientId", "elsewhere"), 422, "credentials-not-found", "configuration");
  }

  private static ValidatableResponse assertNotAuthorized(Response answer, String reason) {
    return assertFault(answer, 409, "account-not-authorized", "terminal")
        .body("reason", equalTo(reason))
        .body("since", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"));
  }

  private static ValidatableResponse assertFault(
      Response answer, int status, String code, String verdict) {
    return answer
        .then()
        .statusCode(status)
        .contentType(startsWith("application/problem+json"))
        .body("code", equalTo(code))
        .body("verdict", equalTo(verdict))
        .body("status", equalTo(status));
  }
}
