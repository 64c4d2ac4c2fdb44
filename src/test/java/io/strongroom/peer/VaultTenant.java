package io.strongroom.peer;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A tenant of the service under test, with what its operator and its backend ask for it. */
final class VaultTenant {
  private static final String ENVIRONMENT = "production";

  private final URI service;
  private final String operatorKey;
  private final String tenantId;
  private final String apiKey;

  private VaultTenant(URI service, String operatorKey) {
    this.service = service;
    this.operatorKey = operatorKey;
    this.tenantId =
        asOperator()
            .body(Map.of("name", "tenant " + UUID.randomUUID()))
            .post("/v1/admin/tenants")
            .then()
            .statusCode(201)
            .extract()
            .path("tenantId");
    this.apiKey =
        asOperator()
            .body(
                Map.of(
                    "name",
                    "warehouse backend",
                    "authScopes",
                    List.of("TOKEN_ISSUE", "TOKEN_DROP", "TOKEN_INSPECT")))
            .post("/v1/admin/tenants/{tenantId}/api-keys", tenantId)
            .then()
            .statusCode(201)
            .extract()
            .path("apiKey");
  }

  static VaultTenant create(URI service, String operatorKey) {
    return new VaultTenant(service, operatorKey);
  }

  /** Registers the provider as the environment, and its client, which authenticates so. */
  void connect(RefreshProvider provider, String authMethod) {
    asOperator()
        .body(
            Map.of(
                "grant",
                "refresh_token",
                "tokenEndpoint",
                provider.tokenEndpoint().toString(),
                "defaultClientId",
                provider.clientId(),
                "rotating",
                true,
                "reuseGraceSeconds",
                0))
        .put("/v1/admin/tenants/{tenantId}/environments/{environment}", tenantId, ENVIRONMENT)
        .then()
        .statusCode(201);
    asOperator()
        .body(Map.of("clientSecret", provider.clientSecret(), "authMethod", authMethod))
        .put(
            "/v1/admin/tenants/{tenantId}/environments/{environment}/clients/{clientId}",
            tenantId,
            ENVIRONMENT,
            provider.clientId())
        .then()
        .statusCode(201);
  }

  Response putMasterToken(String uid, String masterToken) {
    return asOperator()
        .body(Map.of("masterToken", masterToken))
        .put(
            "/v1/admin/tenants/{tenantId}/environments/{environment}/accounts/{uid}/master-token",
            tenantId,
            ENVIRONMENT,
            uid);
  }

  Response account(String uid) {
    return asOperator()
        .get(
            "/v1/admin/tenants/{tenantId}/environments/{environment}/accounts/{uid}",
            tenantId,
            ENVIRONMENT,
            uid);
  }

  Response issue(String uid) {
    return asBackend().body(Map.of("uid", uid)).post("/v1/tokens/issue");
  }

  /** Issues while distrusting the given generation and all before it. */
  Response issueNewer(String uid, long generation) {
    return asBackend()
        .body(Map.of("uid", uid, "newerThanGeneration", generation))
        .post("/v1/tokens/issue");
  }

  Response drop(String token) {
    return asBackend().body(Map.of("token", token)).post("/v1/tokens/drop");
  }

  Response inspect(String token) {
    return asBackend().body(Map.of("token", token)).post("/v1/tokens/inspect");
  }

  private RequestSpecification asOperator() {
    return with(operatorKey);
  }

  private RequestSpecification asBackend() {
    return with(apiKey);
  }

  private RequestSpecification with(String key) {
    return given().baseUri(service.toString()).header("Api-Key", key).contentType(ContentType.JSON);
  }
}
