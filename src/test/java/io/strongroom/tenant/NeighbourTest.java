package io.strongroom.tenant;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Json;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import io.strongroom.tenant.EndpointCases.Target;
import io.strongroom.tenant.Endpoints.Endpoint;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a neighbour's key asks for, it learns nothing and changes nothing. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class NeighbourTest {
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 404);

  /** The same for all cases: each leaves it unharmed, which is seen after each. */
  private static @Nullable Entrusted victim;

  private static String token;
  private static Target target;
  private static VaultTenant neighbour;
  private static String neighboursAdmin;

  @BeforeEach
  void settleTwoTenants() {
    if (victim == null) {
      victim = Entrusted.xToken();
      token = victim.issued().getString("token");
      target = Target.of(victim, token);
      neighbour = Entrusted.xToken().tenant();
      neighboursAdmin = neighbour.newKey("admin", "TENANT_ADMIN", "ALL_METHODS");
    }
  }

  @AfterAll
  static void letGo() {
    victim = null;
  }

  @AfterEach
  void victimIsUnharmed() {
    VaultTenant tenant = victim.tenant();
    assertEquals(token, victim.issued().getString("token"));
    assertEquals(1, victim.calls());
    assertEquals(true, Json.of(tenant.inspect(token)).getValue("active"));
    assertEquals("authorized", Json.of(tenant.account(victim.uid())).getString("status"));
    assertEquals(
        tenant.name(), Json.of(tenant.asOperator().get(tenant.path(""))).getString("name"));
    assertEquals(2, items("/api-keys").size());
    assertTrue(items("/quotas").stream().allMatch(quota -> quota.getBoolean("byDefault")));
    List<JsonObject> webhooks = items("/webhooks");
    assertEquals(1, webhooks.size());
    assertTrue(
        webhooks.get(0).getString("url").startsWith("https://hooks.example.com/tenant-"),
        webhooks::toString);
  }

  private static List<JsonObject> items(String list) {
    VaultTenant tenant = victim.tenant();
    return Json.items(tenant.asOperator().get(tenant.path(list)));
  }

  static Stream<Endpoint> administrative() {
    return Endpoints.all().stream().filter(Endpoint::isAdministrative);
  }

  @Test
  void everyEndpointHasACase() {
    assertEquals(Endpoints.all().stream().map(Endpoint::toString).toList(), EndpointCases.known());
  }

  @ParameterizedTest
  @MethodSource("administrative")
  void administrationIsRefusedAsIfTheTenantDidNotExist(Endpoint endpoint) {
    for (String key : List.of(neighboursAdmin, neighbour.apiKey())) {
      Response there = EndpointCases.call(neighbour.with(key), endpoint, target);
      Response nowhere = EndpointCases.call(neighbour.with(key), endpoint, Target.nothing());

      assertEquals(403, there.statusCode());
      assertEquals(403, nowhere.statusCode());
      assertEquals(withoutPath(nowhere), withoutPath(there));
      assertSilent(there);
    }
  }

  @ParameterizedTest
  @MethodSource("administrative")
  void ownTenantsPathDoesNotReachTheNeighboursThings(Endpoint endpoint) {
    VaultTenant stranger = Service.tenant();
    String admin = stranger.newKey("admin", "TENANT_ADMIN");
    Target crossed =
        new Target(
            stranger.id(),
            target.keyId(),
            target.environment(),
            target.clientId(),
            target.uid(),
            token,
            target.revocationId(),
            target.importId());

    Response answer = EndpointCases.call(stranger.with(admin), endpoint, crossed);

    assertSilent(answer);
    assertTrue(
        REFUSALS.contains(answer.statusCode()) || isAboutItself(endpoint),
        endpoint + ": " + answer.statusCode());
  }

  @Test
  void issueFindsNoSuchAccount() {
    VaultTenant stranger = Service.tenant();

    stranger
        .issue(victim.uid())
        .then()
        .statusCode(404)
        .body("code", equalTo("environment-not-found"));
    neighbour.issue(victim.uid()).then().body("code", equalTo("account-not-found"));
    assertSilent(neighbour.issue(victim.uid()));
  }

  @Test
  void dropAndInspectDoNotKnowTheToken() {
    assertEquals(neighbour.drop("never-issued").asString(), neighbour.drop(token).asString());
    assertEquals(neighbour.inspect("never-issued").asString(), neighbour.inspect(token).asString());
    assertEquals(
        neighbour.inspect("never-issued").asString(), neighbour.inspectLive(token).asString());
  }

  @Test
  void authTokenTellsOfTheCallersOwnKeyAlone() {
    assertSilent(neighbour.asBackend().post("/v2/auth/token"));
  }

  /** Calls that make or list things of the caller's own tenant, whatever ids were sent. */
  private static boolean isAboutItself(Endpoint endpoint) {
    return Set.of(
            "GET /v1/admin/tenants/{tenantId}",
            "POST /v1/admin/tenants/{tenantId}/api-keys",
            "GET /v1/admin/tenants/{tenantId}/api-keys",
            "GET /v1/admin/tenants/{tenantId}/environments",
            "POST /v1/admin/tenants/{tenantId}/imports",
            "PUT /v1/admin/tenants/{tenantId}/imports/{importId}",
            "GET /v1/admin/tenants/{tenantId}/imports",
            "PUT /v1/admin/tenants/{tenantId}/environments/{environment}",
            "GET /v1/admin/tenants/{tenantId}/overview",
            "GET /v1/admin/tenants/{tenantId}/quotas",
            "GET /v1/admin/tenants/{tenantId}/audit",
            "POST /v1/admin/tenants/{tenantId}/audit/search",
            "GET /v1/admin/tenants/{tenantId}/audit/export",
            "GET /v1/admin/tenants/{tenantId}/audit/head",
            "GET /v1/admin/tenants/{tenantId}/audit/verify",
            "GET /v1/admin/tenants/{tenantId}/audit/fetches",
            "GET /v1/admin/tenants/{tenantId}/events",
            "GET /v1/admin/tenants/{tenantId}/webhooks",
            "PUT /v1/admin/tenants/{tenantId}/webhooks/{name}",
            "GET /v1/admin/tenants/{tenantId}/quotas/{resource}",
            "GET /v1/admin/tenants/{tenantId}/revocations",
            "GET /v1/admin/tenants/{tenantId}/tokens")
        .contains(endpoint.toString());
  }

  private static String withoutPath(Response answer) {
    return answer.asString().replaceFirst("\"instance\":\"[^\"]*\"", "");
  }

  /** The body names nothing of the victim's but what the path said. */
  private void assertSilent(Response answer) {
    String body = withoutPath(answer);
    for (String secret :
        List.of(token, victim.masterToken(), victim.client(), victim.tenant().name())) {
      assertFalse(body.contains(secret), body);
    }
  }
}
