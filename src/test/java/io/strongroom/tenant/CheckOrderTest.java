package io.strongroom.tenant;

import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Of several things that are wrong the first in this order answers: path and method, key, scope,
 * quota, body, environment, client, account.
 */
@ServiceTest
@TestProfile(ServiceProfile.class)
class CheckOrderTest {
  private static final String ISSUE = "/v1/tokens/issue";
  private static final String BROKEN = "{\"uid\":";

  private VaultTenant tenant;
  private String scopeless;

  @BeforeEach
  void useUpTheQuota() {
    tenant = Entrusted.xToken().tenant();
    scopeless = tenant.newKey("scopeless", "PRICING");
    limit(0);
  }

  @Test
  void pathAndMethodComeBeforeTheKey() {
    assertCode(tenant.with("bad").body(BROKEN).post("/v1/tokens/mint"), "not-found");
    assertCode(tenant.with("bad").body(BROKEN).put(ISSUE), "method-not-allowed");
  }

  @Test
  void keyComesBeforeTheScope() {
    assertCode(tenant.with("bad").body(BROKEN).post(ISSUE), "unauthenticated");
  }

  @Test
  void scopeComesBeforeTheQuota() {
    assertCode(tenant.with(scopeless).body(BROKEN).post(ISSUE), "forbidden");
  }

  @Test
  void callWithoutTheScopeIsNotCounted() {
    limit(1);
    tenant.with(scopeless).body(Map.of("uid", "u")).post(ISSUE).then().statusCode(403);

    assertCode(tenant.issue("nobody"), "account-not-found");
    assertCode(tenant.issue("nobody"), "quota-exceeded");
  }

  @Test
  void quotaComesBeforeTheBody() {
    assertCode(tenant.asBackend().body(BROKEN).post(ISSUE), "quota-exceeded");
    assertCode(
        tenant.asBackend().contentType("text/plain").body("x").post(ISSUE), "quota-exceeded");
  }

  @Test
  void bodyComesBeforeTheEnvironment() {
    limit(100);

    assertCode(issue("nowhere", "stranger", "a/b"), "invalid-request");
  }

  @Test
  void environmentThenClientThenAccount() {
    limit(100);

    assertCode(issue("nowhere", "stranger", "nobody"), "environment-not-found");
    assertCode(issue("production", "stranger", "nobody"), "credentials-not-found");
    assertCode(tenant.issue("nobody"), "account-not-found");
  }

  private Response issue(String environment, String client, String uid) {
    return tenant.issue(Map.of("environment", environment, "clientId", client, "uid", uid));
  }

  private void limit(int calls) {
    tenant
        .asOperator()
        .body(Map.of("limit", calls))
        .put(tenant.path("/quotas/issue"))
        .then()
        .statusCode(200);
  }

  private static void assertCode(Response answer, String code) {
    answer.then().body("code", equalTo(code));
  }
}
