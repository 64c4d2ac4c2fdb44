package io.strongroom.tenant;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Json;
import io.strongroom.service.Service;
import io.strongroom.service.VaultTenant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A good call of every endpoint, aimed at one user of one tenant. */
final class EndpointCases {
  /** What the calls are about; any of these may be one that does not exist. */
  record Target(
      String tenantId,
      String keyId,
      String environment,
      String clientId,
      String uid,
      String token,
      String revocationId,
      String importId) {

    static Target of(Entrusted user, String token) {
      String keyId = Json.made(user.tenant().created("of the victim", "PRICING"), "keyId");
      webhookOf(user.tenant());
      return new Target(
          user.tenant().id(),
          keyId,
          VaultTenant.ENVIRONMENT,
          user.client(),
          user.uid(),
          token,
          revocation(user.tenant()),
          user.tenant().emptyImport());
    }

    /** Its receiver has the neighbour's secrets in its URL, as some have. */
    private static void webhookOf(VaultTenant tenant) {
      tenant
          .asOperator()
          .body(Map.of("url", "https://hooks.example.com/" + tenant.name().replace(' ', '-')))
          .put(tenant.path("/webhooks/" + WEBHOOK))
          .then()
          .statusCode(201);
    }

    /** One that matches nothing. */
    private static String revocation(VaultTenant tenant) {
      return Json.of(
              tenant
                  .asOperator()
                  .body(Map.of("uid", "nobody-at-all"))
                  .post(tenant.path("/revocations"))
                  .then()
                  .statusCode(200)
                  .extract()
                  .response())
          .getString("revocationId");
    }

    static Target nothing() {
      return new Target(
          "nosuchtenant",
          "nosuchkey",
          "nowhere",
          "no-client",
          "nobody",
          "never-issued",
          "nosuchrevocation",
          "nosuchimport");
    }

    String path(String template) {
      return template
          .replace("{tenantId}", tenantId)
          .replace("{keyId}", keyId)
          .replace("{environment}", environment)
          .replace("{clientId}", clientId)
          .replace("{uid}", uid)
          .replace("{revocationId}", revocationId)
          .replace("{importId}", importId)
          .replace("{rotationId}", "nosuchrotation")
          .replace("{resource}", "auth-token")
          .replace("{name}", WEBHOOK)
          .replace("{instanceId}", Service.instanceId());
    }
  }

  private static final String WEBHOOK = "crm";
  private static final String NONE = "";
  private static final String TENANT = "/v1/admin/tenants/{tenantId}";
  private static final String ENVIRONMENT = TENANT + "/environments/{environment}";

  private EndpointCases() {}

  /** Body by endpoint; an endpoint that is not here has no case, and its tests fail. */
  private static Map<String, Object> bodies(Target target) {
    Map<String, Object> bodies = new LinkedHashMap<>();
    bodies.put("POST /v1/tokens/issue", issue(target));
    bodies.put("POST /v1/tokens/drop", Map.of("token", target.token()));
    bodies.put("POST /v1/tokens/inspect", Map.of("token", target.token()));
    bodies.put("POST /v2/auth/token", NONE);
    bodies.put("POST /v1/admin/tenants", Map.of("name", "made by a stranger"));
    bodies.put("GET /v1/admin/tenants", NONE);
    bodies.put("GET " + TENANT, NONE);
    bodies.put("PUT " + TENANT, Map.of("name", "renamed by a stranger"));
    bodies.put("DELETE " + TENANT, NONE);
    bodies.put(
        "POST " + TENANT + "/api-keys",
        Map.of("name", "a stranger's", "authScopes", List.of("TENANT_ADMIN")));
    bodies.put("GET " + TENANT + "/api-keys", NONE);
    bodies.put("GET " + TENANT + "/api-keys/{keyId}", NONE);
    bodies.put("PATCH " + TENANT + "/api-keys/{keyId}", Map.of("name", "renamed"));
    bodies.put("DELETE " + TENANT + "/api-keys/{keyId}", NONE);
    bodies.put("GET " + TENANT + "/environments", NONE);
    bodies.put(
        "PUT " + ENVIRONMENT,
        Map.of("grant", "x-token", "tokenEndpoint", "https://evil.example/token"));
    bodies.put("GET " + ENVIRONMENT, NONE);
    bodies.put("DELETE " + ENVIRONMENT, NONE);
    bodies.put("GET " + ENVIRONMENT + "/upstream", NONE);
    bodies.put("GET " + ENVIRONMENT + "/clients", NONE);
    bodies.put(
        "PUT " + ENVIRONMENT + "/clients/{clientId}",
        Map.of("clientSecret", "guessed", "authMethod", "client_secret_post"));
    bodies.put("GET " + ENVIRONMENT + "/clients/{clientId}", NONE);
    bodies.put("DELETE " + ENVIRONMENT + "/clients/{clientId}", NONE);
    bodies.put("GET " + ENVIRONMENT + "/accounts", NONE);
    bodies.put("PUT " + ENVIRONMENT + "/accounts/{uid}", Map.of());
    bodies.put("GET " + ENVIRONMENT + "/accounts/{uid}", NONE);
    bodies.put("DELETE " + ENVIRONMENT + "/accounts/{uid}", NONE);
    bodies.put(
        "PUT " + ENVIRONMENT + "/accounts/{uid}/master-token", Map.of("masterToken", "planted"));
    bodies.put("DELETE " + ENVIRONMENT + "/accounts/{uid}/master-token", NONE);
    bodies.put(
        "POST " + TENANT + "/revocations",
        Map.of("environment", target.environment(), "uid", target.uid(), "masterToken", true));
    bodies.put("GET " + TENANT + "/revocations", NONE);
    bodies.put("GET " + TENANT + "/revocations/{revocationId}", NONE);
    bodies.put("GET " + TENANT + "/revocations/{revocationId}/tokens", NONE);
    bodies.put("GET " + TENANT + "/tokens", NONE);
    bodies.put("POST " + TENANT + "/imports", NONE);
    bodies.put("PUT " + TENANT + "/imports/{importId}", NONE);
    bodies.put("GET " + TENANT + "/imports", NONE);
    bodies.put("GET " + TENANT + "/imports/{importId}", NONE);
    bodies.put("GET " + TENANT + "/imports/{importId}/rejects", NONE);
    bodies.put("GET " + TENANT + "/imports/{importId}/watch", NONE);
    bodies.put("GET " + TENANT + "/overview", NONE);
    bodies.put("GET " + ENVIRONMENT + "/export", NONE);
    bodies.put("GET " + TENANT + "/quotas", NONE);
    bodies.put("GET " + TENANT + "/quotas/{resource}", NONE);
    bodies.put("PUT " + TENANT + "/quotas/{resource}", Map.of("limit", 0));
    bodies.put("GET " + TENANT + "/audit", NONE);
    bodies.put("POST " + TENANT + "/audit/search", Map.of("token", target.token()));
    bodies.put("GET " + TENANT + "/audit/export", NONE);
    bodies.put("GET " + TENANT + "/audit/head", NONE);
    bodies.put("GET " + TENANT + "/audit/verify", NONE);
    bodies.put("GET " + TENANT + "/audit/fetches", NONE);
    bodies.put("GET " + TENANT + "/events", NONE);
    bodies.put("GET " + TENANT + "/webhooks", NONE);
    bodies.put(
        "PUT " + TENANT + "/webhooks/{name}",
        Map.of("url", "https://evil.example/hook", "after", "0"));
    bodies.put("GET " + TENANT + "/webhooks/{name}", NONE);
    bodies.put("DELETE " + TENANT + "/webhooks/{name}", NONE);
    bodies.put(
        "POST /v1/admin/keys/rotations", Map.of("kind", "tenant", "tenantId", target.tenantId()));
    bodies.put("GET /v1/admin/keys/rotations", NONE);
    bodies.put("GET /v1/admin/keys/rotations/{rotationId}", NONE);
    bodies.put("GET /v1/admin/keys/rotations/{rotationId}/watch", NONE);
    bodies.put("GET /v1/admin/instances", NONE);
    bodies.put("DELETE /v1/admin/instances/{instanceId}", NONE);
    return bodies;
  }

  static List<String> known() {
    return bodies(Target.nothing()).keySet().stream().sorted().toList();
  }

  /** Makes the endpoint's good call with these credentials. */
  static Response call(RequestSpecification as, Endpoints.Endpoint endpoint, Target target) {
    Object body = bodies(target).get(endpoint.toString());
    assertNotNull(body, "no case for " + endpoint);
    return (body.equals(NONE) ? as : as.body(body))
        .request(endpoint.method(), target.path(endpoint.path()));
  }

  private static Map<String, Object> issue(Target target) {
    return Map.of(
        "uid", target.uid(), "environment", target.environment(), "clientId", target.clientId());
  }
}
