package io.strongroom.peer;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.strongroom.database.ServiceProcess;
import io.strongroom.service.TestKeys;
import io.strongroom.service.VaultTenant;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of one account at a provider whose refresh tokens rotate without grace, told against the
 * packaged service over HTTP.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RefreshStory {
  private static final int ROTATIONS = 3;

  private final String operatorKey = TestKeys.random();
  private ServiceProcess service;
  private VaultTenant tenant;

  /** The tenant of the present test. */
  VaultTenant tenant() {
    return tenant;
  }

  /** The provider, running. */
  abstract RefreshProvider provider();

  @BeforeAll
  void startService(@TempDir Path folder) {
    service =
        ServiceProcess.start(
            folder.resolve("data"),
            Map.of(
                "STRONGROOM_OPERATOR_KEY", operatorKey,
                "STRONGROOM_UPSTREAM_ALLOW_HTTP", "true",
                "STRONGROOM_UPSTREAM_ALLOW_PRIVATE_ADDRESSES", "true"));
  }

  @AfterAll
  void stopService() {
    service.close();
  }

  @BeforeEach
  void createTenant() {
    tenant = VaultTenant.create(service.baseUri(), operatorKey);
  }

  @Test
  void signedOutAccountIsRefusedUntilANewMasterTokenIsPut() {
    entrust("client_secret_basic");
    var issued = issue();
    provider().signOut();

    assertNotAuthorized(tenant.issueNewer(uid(), issued.generation()));
    var calls = provider().refreshCalls();
    assertNotAuthorized(tenant.issueNewer(uid(), issued.generation()));

    assertEquals(calls, provider().refreshCalls(), "a refused account is not tried again");
    assertStatus("not-authorized");
    putMasterToken(provider().signIn());
    assertStatus("authorized");
    var renewed = issueNewer(issued.generation());
    assertEquals(issued.generation() + 1, renewed.generation());
    assertActive(renewed);
  }

  @Test
  void rotatedAwayMasterTokenIsNotTakenBack() {
    connect("client_secret_basic");
    var first = provider().signIn();
    putMasterToken(first);
    var issued = issue();

    tenant
        .putMasterToken(uid(), first)
        .then()
        .statusCode(409)
        .body("code", equalTo("master-token-superseded"));

    assertActive(issueNewer(issued.generation()));
  }

  @Test
  void issuedTokenIsActiveAtTheProviderAndServedAgainWithoutIt() {
    entrust("client_secret_basic");

    var issued = issue();
    var calls = provider().refreshCalls();
    var again = issue();

    assertTrue(issued.fromUpstream());
    assertEquals(uid(), issued.uid());
    assertEquals("production", issued.environment());
    assertEquals(provider().clientId(), issued.clientId());
    assertActive(issued);
    assertFalse(again.fromUpstream());
    assertEquals(issued.generation(), again.generation());
    assertTrue(issued.token().equals(again.token()), "the same token is served again");
    assertEquals(calls, provider().refreshCalls());
  }

  @Test
  void threeRotationsEachLeaveAMasterTokenThatWorks() {
    entrust("client_secret_basic");
    var current = issue();

    for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
      var rotated = issueNewer(current.generation());
      assertFollows(current, rotated);

      drop(rotated);
      current = issue();
      assertFollows(rotated, current);
    }
  }

  @Test
  void secretInTheBodyWorksToo() {
    entrust("client_secret_post");

    var issued = issue();

    assertActive(issued);
    assertActive(issueNewer(issued.generation()));
  }

  /** Registers the provider and hands the vault a fresh session of the user. */
  private void entrust(String authMethod) {
    connect(authMethod);
    putMasterToken(provider().signIn());
  }

  private void connect(String authMethod) {
    tenant.connect(
        Map.of(
            "grant",
            "refresh_token",
            "tokenEndpoint",
            provider().tokenEndpoint().toString(),
            "defaultClientId",
            provider().clientId(),
            "rotating",
            true,
            "reuseGraceSeconds",
            0),
        provider().clientId(),
        provider().clientSecret(),
        authMethod);
  }

  private void putMasterToken(String masterToken) {
    tenant.putMasterToken(uid(), masterToken).then().statusCode(204);
  }

  private IssuedToken issue() {
    return issued(tenant.issue(uid()));
  }

  private IssuedToken issueNewer(long generation) {
    return issued(tenant.issueNewer(uid(), generation));
  }

  private static IssuedToken issued(Response answer) {
    return IssuedToken.of(answer.then().statusCode(200).extract().jsonPath());
  }

  private void drop(IssuedToken token) {
    tenant.inspect(token.token()).then().statusCode(200).body("active", equalTo(true));
    tenant
        .drop(token.token())
        .then()
        .statusCode(200)
        .body("dropped", equalTo(true))
        .body("reason", equalTo("dropped"));
    tenant.inspect(token.token()).then().statusCode(200).body("active", equalTo(false));
  }

  private void assertFollows(IssuedToken older, IssuedToken newer) {
    assertEquals(older.generation() + 1, newer.generation());
    assertFalse(older.token().equals(newer.token()), "the token is a new one");
    assertTrue(newer.fromUpstream());
    assertActive(newer);
  }

  private void assertActive(IssuedToken token) {
    assertEquals(new Introspection(true, uid()), provider().introspect(token.token()));
  }

  private void assertStatus(String status) {
    tenant.account(uid()).then().statusCode(200).body("status", equalTo(status));
  }

  private static void assertNotAuthorized(Response answer) {
    answer
        .then()
        .statusCode(409)
        .contentType(startsWith("application/problem+json"))
        .body("code", equalTo("account-not-authorized"))
        .body("verdict", equalTo("terminal"))
        .body("reason", equalTo("invalid-grant"))
        .body("since", notNullValue());
  }

  /** The account is named as its provider names the user. */
  private String uid() {
    return provider().user();
  }
}
