package io.strongroom.quota;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls beyond a limit are refused with the time when asking again can help. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class QuotaTest {

  @ParameterizedTest
  @ValueSource(strings = {"issue", "drop", "inspect"})
  void usedUpQuotaRefusesTheCall(String resource) {
    VaultTenant tenant = Service.tenant();
    limit(tenant, resource, 0);

    assertRefused(call(tenant, resource), resource, 0);
  }

  @Test
  void limitOfTwoAdmitsTwo() {
    Entrusted user = Entrusted.xToken();
    limit(user.tenant(), "issue", 2);

    user.issue()
        .then()
        .statusCode(200)
        .header("RateLimit-Policy", "\"issue\";q=2;w=3600")
        .header("RateLimit", matchesPattern("\"issue\";r=1;t=[0-9]{1,4}"));
    user.issue().then().statusCode(200).header("RateLimit", startsWith("\"issue\";r=0;t="));
    assertRefused(user.issue(), "issue", 2);
    user.tenant().drop("other").then().statusCode(200);
  }

  @Test
  void clientErrorsCountToo() {
    VaultTenant tenant = Service.tenant();
    limit(tenant, "issue", 2);

    tenant.issue("nobody").then().statusCode(404);
    tenant.issue(Map.of()).then().statusCode(400);

    assertRefused(tenant.issue("nobody"), "issue", 2);
  }

  @Test
  void callWithoutALimitTellsNoLimit() {
    Service.tenant().drop("x").then().statusCode(200).header("RateLimit", nullValue());
  }

  @Test
  void adminCallsOfTheTenantCountAndTheOperatorsDoNot() {
    VaultTenant tenant = Service.tenant();
    String admin = tenant.newKey("admin", "TENANT_ADMIN");
    limit(tenant, "admin", 1);

    tenant.with(admin).get(tenant.path("")).then().statusCode(200);
    assertRefused(tenant.with(admin).get(tenant.path("")), "admin", 1);
    tenant.asOperator().get(tenant.path("")).then().statusCode(200);
  }

  @Test
  void limitOfAKeyHoldsForThatKeyAlone() {
    VaultTenant tenant = Service.tenant();
    Response held = tenant.created("held", "TOKEN_DROP");
    tenant
        .asOperator()
        .body(Map.of("limit", 0, "keyId", held.<String>path("keyId")))
        .put(tenant.path("/quotas/drop"))
        .then()
        .statusCode(200);

    assertRefused(
        tenant.with(held.<String>path("apiKey")).body(Map.of("token", "x")).post("/v1/tokens/drop"),
        "drop",
        0);
    tenant.drop("x").then().statusCode(200);
  }

  @Test
  void raisedLimitHoldsForTheNextCall() {
    VaultTenant tenant = Service.tenant();
    limit(tenant, "inspect", 0);
    assertRefused(tenant.inspect("x"), "inspect", 0);

    limit(tenant, "inspect", 1);

    tenant.inspect("x").then().statusCode(200);
  }

  @Test
  void neighboursQuotaIsItsOwn() {
    VaultTenant tenant = Service.tenant();
    limit(tenant, "drop", 0);

    assertEquals(429, tenant.drop("x").statusCode());
    assertEquals(200, Service.tenant().drop("x").statusCode());
  }

  private static Response call(VaultTenant tenant, String resource) {
    return tenant
        .asBackend()
        .body(resource.equals("issue") ? Map.of("uid", "u") : Map.of("token", "t"))
        .post("/v1/tokens/" + resource);
  }

  private static void limit(VaultTenant tenant, String resource, int limit) {
    tenant
        .asOperator()
        .body(Map.of("limit", limit))
        .put(tenant.path("/quotas/" + resource))
        .then()
        .statusCode(200);
  }

  private static void assertRefused(Response answer, String resource, int limit) {
    ValidatableResponse refused =
        answer
            .then()
            .statusCode(429)
            .contentType(startsWith("application/problem+json"))
            .body("code", equalTo("quota-exceeded"))
            .body("verdict", equalTo("throttled"))
            .body("resource", equalTo(resource))
            .body("limit", equalTo(limit))
            .header("RateLimit-Policy", "\"" + resource + "\";q=" + limit + ";w=3600")
            .header("RateLimit", matchesPattern("\"" + resource + "\";r=0;t=[0-9]{1,4}"));
    String seconds = refused.extract().header("Retry-After");
    refused.body("retryAfterSeconds", equalTo(Integer.valueOf(seconds)));
  }
}
