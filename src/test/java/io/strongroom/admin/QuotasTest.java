package io.strongroom.admin;

import static java.time.temporal.ChronoUnit.HOURS;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Hour;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator limits tenants; a tenant's administrator limits its keys, within that. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class QuotasTest {
  private VaultTenant tenant;
  private String admin;
  private String keyId;

  @BeforeEach
  void settle() {
    tenant = Service.tenant();
    admin = tenant.newKey("admin", "TENANT_ADMIN");
    keyId = tenant.created("bot", "PRICING").path("keyId");
  }

  @Test
  void unknownResourceIsNotFound() {
    assertCode(put(Service.operatorKey(), "everything", 5, null), 404, "not-found");
  }

  @Test
  void keyThatTheTenantDoesNotHaveIsNotFound() {
    String neighbours = Service.tenant().created("k", "PRICING").path("keyId");

    assertCode(put(Service.operatorKey(), "issue", 5, neighbours), 404, "not-found");
    assertCode(put(admin, "issue", 5, "nosuchkey"), 404, "not-found");
  }

  @Test
  void administratorDoesNotLimitTheTenantItself() {
    assertCode(put(admin, "auth-token", 1_000, null), 403, "forbidden");
    assertCode(put(admin, "issue", null, null), 403, "forbidden");
  }

  @Test
  void administratorHoldsKeysWithinTheTenantsLimit() {
    put(Service.operatorKey(), "issue", 50, null).then().statusCode(200);

    put(admin, "issue", 51, keyId).then().statusCode(400).body("member", equalTo("limit"));
    put(admin, "issue", 50, keyId).then().statusCode(200);
    put(admin, "auth-token", 101, keyId).then().statusCode(400).body("member", equalTo("limit"));
    put(admin, "auth-token", 100, keyId).then().statusCode(200);
    put(admin, "drop", 1_000_000, keyId).then().statusCode(200);
  }

  @Test
  void limitsAreListedAndRemoved() {
    assertEquals(List.of(), limitsThatAreSet());

    put(Service.operatorKey(), "issue", 50, null)
        .then()
        .statusCode(200)
        .body("resource", equalTo("issue"))
        .body("limit", equalTo(50))
        .body("keyId", nullValue());
    put(admin, "issue", 5, keyId).then().statusCode(200).body("keyId", equalTo(keyId));

    assertEquals(List.of("issue 50 of all", "issue 5 of " + keyId), limitsThatAreSet());

    put(Service.operatorKey(), "issue", null, null).then().statusCode(200);
    put(admin, "issue", null, keyId).then().statusCode(200);
    assertEquals(List.of(), limitsThatAreSet());
  }

  @Test
  void limitThatNobodyHasSetIsNotFoundUnlessThereIsADefault() {
    assertCode(quota("issue"), 404, "not-found");
    assertCode(quota("issue?keyId=" + keyId), 404, "not-found");
    assertCode(quota("everything"), 404, "not-found");
    quota("auth-token?keyId=A").then().statusCode(400).body("member", equalTo("keyId"));

    quota("auth-token")
        .then()
        .statusCode(200)
        .header("ETag", nullValue())
        .body("limit", equalTo(100))
        .body("used", equalTo(0))
        .body("byDefault", equalTo(true));
    quotas().then().body("items.size()", equalTo(1)).body("items[0].limit", equalTo(100));
  }

  @Test
  void useIsToldWithTheEndOfItsHour() {
    Hour.withinAnHour(this::useUpALimit);
  }

  private void useUpALimit() {
    settle();
    String backend = tenant.newKey("backend", "TOKEN_INSPECT");
    put(Service.operatorKey(), "inspect", 3, null);
    put(Service.operatorKey(), "inspect", 2, keyId);

    for (int i = 0; i < 4; i++) {
      tenant.with(backend).body(Map.of("token", "t")).post("/v1/tokens/inspect");
    }

    quota("inspect")
        .then()
        .body("used", equalTo(3))
        .body("until", equalTo(Instant.now().truncatedTo(HOURS).plus(1, HOURS).toString()))
        .body("byDefault", nullValue());
    quota("inspect?keyId=" + keyId).then().body("used", equalTo(0)).body("limit", equalTo(2));
  }

  @Test
  void callsOfALargeLimitAreInItsUse() {
    String backend = tenant.newKey("backend", "TOKEN_INSPECT");
    put(Service.operatorKey(), "inspect", 1_000_000, null);

    tenant.with(backend).body(Map.of("token", "t")).post("/v1/tokens/inspect");

    assertTrue(quota("inspect").jsonPath().getLong("used") >= 1);
  }

  @Test
  void limitOfADeletedKeyIsListedNoMore() {
    put(admin, "issue", 5, keyId).then().statusCode(200);
    tenant.asOperator().delete(tenant.path("/api-keys/" + keyId)).then().statusCode(204);

    assertEquals(List.of(), limitsThatAreSet());
  }

  @Test
  void limitOfATenantThatIsNotThereIsNotFound() {
    tenant
        .asOperator()
        .body(Map.of("limit", 5))
        .put("/v1/admin/tenants/nosuchtenant/quotas/issue")
        .then()
        .statusCode(404);
  }

  private Response quotas() {
    return tenant.with(admin).get(tenant.path("/quotas"));
  }

  private Response quota(String resourceAndQuery) {
    return tenant.with(admin).get(tenant.path("/quotas/" + resourceAndQuery));
  }

  private List<String> limitsThatAreSet() {
    return quotas().jsonPath().<Map<String, Object>>getList("items").stream()
        .filter(limit -> !limit.containsKey("byDefault"))
        .map(
            limit ->
                limit.get("resource")
                    + " "
                    + limit.get("limit")
                    + " of "
                    + limit.getOrDefault("keyId", "all"))
        .toList();
  }

  private Response put(String key, String resource, Integer limit, String keyOfLimit) {
    Map<String, Object> body = new HashMap<>();
    body.put("limit", limit);
    if (keyOfLimit != null) {
      body.put("keyId", keyOfLimit);
    }
    return tenant.with(key).body(body).put(tenant.path("/quotas/" + resource));
  }

  private static void assertCode(Response answer, int status, String code) {
    answer.then().statusCode(status).body("code", equalTo(code));
  }
}
