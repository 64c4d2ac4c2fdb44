package io.strongroom.admin;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.strongroom.service.VaultTenant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A deletion tells first what hangs on the thing, and so deletes nothing. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class DryRunTest {
  private Entrusted user;
  private VaultTenant tenant;
  private String account;
  private String token;

  @BeforeEach
  void settle() {
    user = Entrusted.xToken(Map.of("revocationEndpoint", Simulator.revocationEndpoint()));
    tenant = user.tenant();
    account = tenant.environmentPath("/accounts/" + user.uid());
    token = user.issued().getString("token");
    tenant.asOperator().body(Map.of()).put(tenant.environmentPath("/accounts/without"));
    tenant.asOperator().body(Map.of("limit", 9_000)).put(tenant.path("/quotas/issue"));
    Service.sql(
        "INSERT INTO upstream_revocation (tenant_id, item_id, revocation_id, environment, uid,"
            + " client_id, kind, token_hash, outcome, due_at)"
            + " VALUES (?, 'waits', '', 'production', 'u', ?, 'client-token', '', 'pending',"
            + " 'infinity')",
        tenant.id(),
        user.client());
  }

  @AfterEach
  void nothingIsDeleted() {
    assertEquals(token, user.issued().getString("token"));
    tenant.account(user.uid()).then().body("status", equalTo("authorized"));
    tenant.account("without").then().statusCode(200);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    for (String path :
        new String[] {
          "/v1/admin/tenants/nosuchtenant",
          tenant.path("/api-keys/nosuchkey"),
          tenant.path("/environments/nowhere"),
          tenant.environmentPath("/clients/nobody"),
          tenant.environmentPath("/accounts/nobody"),
          tenant.environmentPath("/accounts/nobody/master-token"),
          tenant.environmentPath("/accounts/without/master-token")
        }) {
      assertEquals(404, dryRun(path).statusCode(), path);
    }
  }

  @Test
  void dryRunIsTrueOrFalse() {
    tenant
        .asOperator()
        .delete(account + "?dryRun=yes")
        .then()
        .statusCode(400)
        .body("member", equalTo("dryRun"));
  }

  @Test
  void tenantNamesAllThatItHas() {
    assertDependents(
        tenant.path(""),
        Map.of(
            "apiKeys", 1,
            "quotas", 1,
            "environments", 1,
            "clients", 1,
            "accounts", 2,
            "masterTokens", 1,
            "clientTokens", 1,
            "openRevocations", 0,
            "pendingUpstreamRevocations", 1,
            "openImports", 0));
  }

  @Test
  void keyNamesTheTokensThatItsExchangesBrought() {
    String id = tenant.asOperator().get(tenant.path("/api-keys")).path("items[0].keyId");

    assertDependents(tenant.path("/api-keys/" + id), Map.of("quotas", 0, "clientTokens", 1));
  }

  @Test
  void environmentTellsThatItWouldBeRefused() {
    Map<String, Integer> there =
        Map.of(
            "clients", 1,
            "accounts", 2,
            "masterTokens", 1,
            "clientTokens", 1,
            "pendingUpstreamRevocations", 1);

    dryRun(tenant.environmentPath(""))
        .then()
        .statusCode(200)
        .body("dependents", equalTo(there))
        .body(
            "conflict",
            equalTo("The environment has accounts; ?cascade=true removes them with it"));
    tenant
        .asOperator()
        .delete(tenant.environmentPath("?cascade=true&dryRun=true"))
        .then()
        .body("dependents", equalTo(there))
        .body("conflict", nullValue());
  }

  @Test
  void clientTellsWhoseDefaultItIs() {
    assertDependents(
        tenant.environmentPath("/clients/" + user.client()),
        Map.of("defaultOfEnvironments", 1, "clientTokens", 1, "pendingUpstreamRevocations", 1));
  }

  @Test
  void accountAndItsMasterTokenNameItsTokens() {
    Map<String, Integer> there = Map.of("masterTokens", 1, "clientTokens", 1);

    assertDependents(account, there);
    assertDependents(account + "/master-token", there);
    assertDependents(
        tenant.environmentPath("/accounts/without"), Map.of("masterTokens", 0, "clientTokens", 0));
  }

  private void assertDependents(String path, Map<String, Integer> expected) {
    dryRun(path)
        .then()
        .statusCode(200)
        .body("dependents", equalTo(expected))
        .body("conflict", nullValue());
  }

  private Response dryRun(String path) {
    return tenant.asOperator().delete(path + "?dryRun=true");
  }
}
