package io.strongroom.service;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A tenant of the service under test, with what its operator and its backend ask for it. */
public final class VaultTenant {
  public static final String ENVIRONMENT = "production";

  private final URI service;
  private final String operatorKey;
  private final String name;
  private final String tenantId;
  private final String apiKey;

  private VaultTenant(
      URI service, String operatorKey, String name, String tenantId, String apiKey) {
    this.service = service;
    this.operatorKey = operatorKey;
    this.name = name;
    this.tenantId = tenantId;
    this.apiKey = apiKey;
  }

  private VaultTenant(URI service, String operatorKey) {
    this.service = service;
    this.operatorKey = operatorKey;
    this.name = "tenant " + UUID.randomUUID();
    this.tenantId =
        Json.made(asOperator().body(Map.of("name", name)).post("/v1/admin/tenants"), "tenantId");
    this.apiKey = newKey("warehouse backend", "TOKEN_ISSUE", "TOKEN_DROP", "TOKEN_INSPECT");
  }

  public static VaultTenant create(URI service, String operatorKey) {
    return new VaultTenant(service, operatorKey);
  }

  /** A tenant that exists already. */
  public static VaultTenant of(URI service, String operatorKey, String tenantId, String apiKey) {
    return new VaultTenant(service, operatorKey, "", tenantId, apiKey);
  }

  /** The same tenant where the service answers now: at each start it has other ports. */
  public VaultTenant at(URI restarted) {
    return new VaultTenant(restarted, operatorKey, name, tenantId, apiKey);
  }

  public String id() {
    return tenantId;
  }

  public String name() {
    return name;
  }

  public String apiKey() {
    return apiKey;
  }

  /** The path of something of this tenant's administration. */
  public String path(String rest) {
    return "/v1/admin/tenants/" + tenantId + rest;
  }

  /** The path of something of its one usual environment. */
  public String environmentPath(String rest) {
    return path("/environments/" + ENVIRONMENT + rest);
  }

  /** Makes a key with these scopes and returns its text. */
  public String newKey(String keyName, String... scopes) {
    return Json.made(created(keyName, scopes), "apiKey");
  }

  /** Makes a key with these scopes and returns the answer. */
  public Response created(String keyName, String... scopes) {
    Response answer =
        asOperator()
            .body(Map.of("name", keyName, "authScopes", List.of(scopes)))
            .post(path("/api-keys"));
    answer.then().statusCode(201);
    return answer;
  }

  /** Registers an environment and its client, which authenticates so. */
  public void connect(
      Map<String, Object> settings, String clientId, String clientSecret, String authMethod) {
    asOperator().body(settings).put(environmentPath("")).then().statusCode(201);
    putClient(clientId, clientSecret, authMethod).then().statusCode(201);
  }

  /** Makes an import that has ended and has brought nobody, and returns its id. */
  public String emptyImport() {
    return Json.made(asOperator().post(path("/imports")), "importId");
  }

  public Response putClient(String clientId, String clientSecret, String authMethod) {
    return asOperator()
        .body(Map.of("clientSecret", clientSecret, "authMethod", authMethod))
        .put(environmentPath("/clients/" + clientId));
  }

  public Response putMasterToken(String uid, String masterToken) {
    return putMasterToken(uid, Map.of("masterToken", masterToken));
  }

  public Response putMasterToken(String uid, Map<String, Object> body) {
    return asOperator().body(body).put(environmentPath("/accounts/" + uid + "/master-token"));
  }

  public Response account(String uid) {
    return asOperator().get(environmentPath("/accounts/" + uid));
  }

  public Response issue(String uid) {
    return issue(Map.of("uid", uid));
  }

  public Response issue(Map<String, Object> body) {
    return asBackend().body(body).post("/v1/tokens/issue");
  }

  /** Issues while distrusting the given generation and all before it. */
  public Response issueNewer(String uid, long generation) {
    return issue(Map.of("uid", uid, "newerThanGeneration", generation));
  }

  public Response drop(String token) {
    return asBackend().body(Map.of("token", token)).post("/v1/tokens/drop");
  }

  public Response inspect(String token) {
    return asBackend().body(Map.of("token", token)).post("/v1/tokens/inspect");
  }

  /** Inspects and has the upstream asked too. */
  public Response inspectLive(String token) {
    return asBackend().body(Map.of("token", token, "live", true)).post("/v1/tokens/inspect");
  }

  public RequestSpecification asOperator() {
    return with(operatorKey);
  }

  public RequestSpecification asBackend() {
    return with(apiKey);
  }

  public RequestSpecification with(String key) {
    return given().baseUri(service.toString()).header("Api-Key", key).contentType(ContentType.JSON);
  }
}
