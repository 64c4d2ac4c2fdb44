package io.strongroom.admin;

import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
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
    tenant.asOperator().get(tenant.path("/quotas")).then().body("items", empty());

    put(Service.operatorKey(), "issue", 50, null)
        .then()
        .statusCode(200)
        .body("resource", equalTo("issue"))
        .body("limit", equalTo(50))
        .body("keyId", nullValue());
    put(admin, "issue", 5, keyId).then().statusCode(200).body("keyId", equalTo(keyId));

    List<Map<String, Object>> listed =
        tenant.with(admin).get(tenant.path("/quotas")).jsonPath().getList("items");
    assertEquals(
        List.of(
            Map.of("resource", "issue", "limit", 50),
            Map.of("resource", "issue", "limit", 5, "keyId", keyId)),
        listed);

    put(Service.operatorKey(), "issue", null, null).then().statusCode(200);
    put(admin, "issue", null, keyId).then().statusCode(200);
    tenant.asOperator().get(tenant.path("/quotas")).then().body("items", empty());
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
