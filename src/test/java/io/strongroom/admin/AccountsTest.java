package io.strongroom.admin;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.database.Walk;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts and their master tokens, which go in and never come out. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class AccountsTest {
  private Entrusted user;
  private VaultTenant tenant;
  private String path;

  @BeforeEach
  void settle() {
    user = Entrusted.xToken();
    tenant = user.tenant();
    path = tenant.environmentPath("/accounts/newcomer");
  }

  @Test
  void absentAccountIsNotFound() {
    assertCode(tenant.asOperator().get(path), 404, "account-not-found");
    assertCode(tenant.asOperator().delete(path), 404, "account-not-found");
    assertCode(tenant.asOperator().delete(path + "/master-token"), 404, "not-found");
  }

  @Test
  void accountOfAnAbsentEnvironmentIsNotFound() {
    String nowhere = tenant.path("/environments/nowhere/accounts");

    assertCode(tenant.asOperator().get(nowhere), 404, "environment-not-found");
    assertCode(tenant.asOperator().get(nowhere + "/u"), 404, "environment-not-found");
    assertCode(tenant.asOperator().body("{}").put(nowhere + "/u"), 404, "environment-not-found");
    assertCode(tenant.asOperator().delete(nowhere + "/u"), 404, "environment-not-found");
    assertCode(
        tenant.asOperator().body(Map.of("masterToken", "m")).put(nowhere + "/u/master-token"),
        404,
        "environment-not-found");
  }

  @Test
  void newAccountHasNoMasterToken() {
    Response made = tenant.asOperator().body("{}").put(path);

    made.then()
        .statusCode(201)
        .body("uid", equalTo("newcomer"))
        .body("environment", equalTo("production"))
        .body("status", equalTo("not-authorized"))
        .body("reason", equalTo("no-master-token"))
        .body("since", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"))
        .body("tokens", empty());
    tenant
        .asOperator()
        .body("{}")
        .put(path)
        .then()
        .statusCode(200)
        .body("since", equalTo(made.path("since")));
  }

  @Test
  void accountThatIsThereIsNotChangedByAPut() {
    user.issued();

    tenant
        .asOperator()
        .body("{}")
        .put(tenant.environmentPath("/accounts/" + user.uid()))
        .then()
        .statusCode(200)
        .body("status", equalTo("authorized"))
        .body("reason", nullValue());
    assertEquals("vault", user.issued().getString("source"));
  }

  @Test
  void accountTellsOfItsTokensAndShowsNone() {
    JsonObject issued = user.issued();

    Response account = tenant.account(user.uid());

    account
        .then()
        .statusCode(200)
        .body(not(containsString(issued.getString("token"))))
        .body(not(containsString(user.masterToken())))
        .body("tokens.size()", equalTo(1));
    Map<String, Object> token = account.jsonPath().getMap("tokens[0]");
    assertEquals(
        Set.of("clientId", "generation", "scopes", "issuedAt", "expiresAt"), token.keySet());
    assertEquals(user.client(), token.get("clientId"));
    assertEquals(issued.getString("expiresAt"), token.get("expiresAt"));
  }

  @Test
  void masterTokenMakesTheAccountWhereThereIsNone() {
    Response answer = tenant.putMasterToken("newcomer", "master");

    answer.then().statusCode(204);
    assertEquals("", answer.asString());
    tenant.account("newcomer").then().statusCode(200).body("status", equalTo("authorized"));
  }

  @Test
  void longestMasterTokenIsTaken() {
    tenant.putMasterToken("newcomer", "m".repeat(16_384)).then().statusCode(204);
  }

  @Test
  void deletedMasterTokenIsNotFound() {
    String own = tenant.environmentPath("/accounts/" + user.uid() + "/master-token");
    tenant.asOperator().delete(own).then().statusCode(204);

    assertCode(tenant.asOperator().delete(own), 404, "not-found");
    tenant.account(user.uid()).then().body("reason", equalTo("no-master-token"));
  }

  @Test
  void deletedAccountIsGoneAtOnceWithItsTokens() {
    String token = user.issued().getString("token");
    String own = tenant.environmentPath("/accounts/" + user.uid());

    tenant.asOperator().delete(own).then().statusCode(204);

    assertCode(user.issue(), 404, "account-not-found");
    tenant.inspect(token).then().body("active", equalTo(false));
    assertCode(tenant.asOperator().delete(own), 404, "account-not-found");
    tenant.putMasterToken(user.uid(), user.masterToken()).then().statusCode(204);
    assertEquals(2, user.issued().getLong("generation"), "generations go on");
  }

  @Test
  void administratorOfTheTenantMayDoAllThis() {
    String admin = tenant.newKey("admin", "TENANT_ADMIN");

    tenant.with(admin).body("{}").put(path).then().statusCode(201);
    tenant
        .with(admin)
        .body(Map.of("masterToken", "m"))
        .put(path + "/master-token")
        .then()
        .statusCode(204);
    tenant.with(admin).delete(path).then().statusCode(204);
  }

  @Test
  void listIsPagedInTheOrderOfBytes() {
    for (String uid : List.of("B", "a", "_", "10", "9")) {
      tenant.asOperator().body("{}").put(tenant.environmentPath("/accounts/" + uid));
    }
    tenant.asOperator().delete(tenant.environmentPath("/accounts/" + user.uid()));

    assertEquals(
        List.of("10", "9", "B", "_", "a"),
        Pages.all(tenant.asOperator(), tenant.environmentPath("/accounts"), 2, "uid"));
  }

  @ParameterizedTest
  @CsvSource({"status,revoked", "uidPrefix,a b", "expiringBefore,soon", "cursor,a/b"})
  void badFilterIsRefusedWithItsName(String member, String value) {
    tenant
        .asOperator()
        .queryParam(member, value)
        .get(tenant.environmentPath("/accounts"))
        .then()
        .statusCode(400)
        .body("member", equalTo(member));
  }

  @Test
  void accountsAreFoundByStatusBeginningAndExpiry() {
    Instant soon = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
    tenant.asOperator().delete(tenant.environmentPath("/accounts/" + user.uid()));
    PlantedSlots.accounts(tenant, "a", null, null, 1);
    PlantedSlots.accounts(tenant, "b", soon, null, 1);
    PlantedSlots.accounts(tenant, "c", soon.minusSeconds(700), null, 1);
    PlantedSlots.accounts(tenant, "b.", null, "invalid-grant", 1);
    tenant.asOperator().body("{}").put(tenant.environmentPath("/accounts/bare"));

    assertEquals(List.of("a000001", "b000001"), found("status=authorized"));
    assertEquals(List.of("b.000001", "bare", "c000001"), found("status=not-authorized"));
    assertEquals(List.of("b.000001", "b000001", "bare"), found("uidPrefix=b"));
    assertEquals(List.of("b000001"), found("uidPrefix=b&status=authorized"));
    assertEquals(List.of("c000001"), found("expiringBefore=" + soon));
    assertEquals(List.of("b000001", "c000001"), found("expiringBefore=" + soon.plusSeconds(1)));
    tenant.account("b000001").then().body("masterTokenExpiresAt", equalTo(soon.toString()));
  }

  @Test
  void pageThatLooksForFewLooksAtABoundedSpanAndGoesOn() {
    PlantedSlots.accounts(tenant, "a", null, null, Walk.SPAN + 1);
    PlantedSlots.accounts(tenant, "b", null, "invalid-grant", 1);
    String list = tenant.environmentPath("/accounts?status=not-authorized");

    tenant
        .asOperator()
        .get(list)
        .then()
        .body("items.size()", equalTo(0))
        .body("nextCursor", equalTo("a010000"));
    assertEquals(List.of("b000001"), found("status=not-authorized"));
  }

  private List<String> found(String query) {
    return Pages.all(tenant.asOperator(), tenant.environmentPath("/accounts?" + query), 2, "uid");
  }

  @Test
  void listHasAHundredByDefault() {
    for (int i = 0; i < 101; i++) {
      tenant.asOperator().body("{}").put(tenant.environmentPath("/accounts/u" + i));
    }

    tenant
        .asOperator()
        .get(tenant.environmentPath("/accounts"))
        .then()
        .body("items.size()", equalTo(100))
        .body("nextCursor", matchesPattern("u[0-9]+"));
  }

  private static void assertCode(Response answer, int status, String code) {
    answer.then().statusCode(status).body("code", equalTo(code));
  }
}
