package io.strongroom.vault;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The life of one account, a request a step, and what each answer promised. A later promise of the
 * same name takes the place of the earlier.
 */
final class KillStory {
  static final int STEPS = 12;

  private final String grant;
  private final Upstream upstream;
  private final String operatorKey;
  private final String uid;
  private final Map<String, Consumer<URI>> promises = new LinkedHashMap<>();
  private String tenantId = "";
  private String apiKey = "";
  private String masterToken = "";
  private Token first;
  private Token second;
  private Token third;

  KillStory(String grant, Upstream upstream, String operatorKey) {
    this.grant = grant;
    this.upstream = upstream;
    this.operatorKey = operatorKey;
    this.uid = "user-of-" + grant;
  }

  private record Token(String value, long generation) {
    static Token of(JsonPath answer) {
      return new Token(answer.getString("token"), answer.getLong("generation"));
    }

    @Override
    public String toString() {
      return "Token[" + generation + "]";
    }
  }

  void tell(int step, URI service) {
    switch (step) {
      case 0 -> createTenant(service);
      case 1 -> createKey(service);
      case 2 -> putEnvironment(service);
      case 3 -> putClient(service);
      case 4 -> putMasterToken(service);
      case 5 -> issue(service);
      case 6 -> inspect(service);
      case 7 -> drop(service);
      case 8 -> issueAgain(service);
      case 9 -> dropTheOldOneAgain(service);
      case 10 -> putFirstMasterTokenAgain(service);
      case 11 -> issueNewer(service);
      default -> throw new IllegalArgumentException("no step " + step);
    }
  }

  void assertStillTrue(URI service) {
    promises.values().forEach(promise -> promise.accept(service));
  }

  private void createTenant(URI service) {
    tenantId =
        asOperator(service)
            .body(Map.of("name", "tenant of " + grant))
            .post("/v1/admin/tenants")
            .then()
            .statusCode(201)
            .extract()
            .path("tenantId");
    promises.put(
        "tenant",
        now ->
            asOperator(now)
                .get(path(""))
                .then()
                .statusCode(200)
                .body("name", equalTo("tenant of " + grant)));
  }

  private void createKey(URI service) {
    var scopes = List.of("TOKEN_ISSUE", "TOKEN_DROP", "TOKEN_INSPECT");
    apiKey =
        asOperator(service)
            .body(Map.of("name", "backend", "authScopes", scopes))
            .post(path("/api-keys"))
            .then()
            .statusCode(201)
            .extract()
            .path("apiKey");
    promises.put("key", now -> assertActive(now, "no-such-token", false));
  }

  private void putEnvironment(URI service) {
    var settings = upstream.settings(grant, Map.of());
    asOperator(service).body(settings).put(environment("")).then().statusCode(201);
    promises.put(
        "environment",
        now ->
            asOperator(now)
                .get(environment(""))
                .then()
                .statusCode(200)
                .body("tokenEndpoint", equalTo(settings.get("tokenEndpoint"))));
  }

  private void putClient(URI service) {
    tenant(service)
        .putClient(Upstream.CLIENT, Upstream.CLIENT_SECRET, "client_secret_basic")
        .then()
        .statusCode(201);
    promises.put(
        "client",
        now ->
            asOperator(now)
                .get(environment("/clients/" + Upstream.CLIENT))
                .then()
                .statusCode(200)
                .body("authMethod", equalTo("client_secret_basic")));
  }

  private void putMasterToken(URI service) {
    masterToken = upstream.signIn(grant, uid);
    tenant(service).putMasterToken(uid, masterToken).then().statusCode(204);
    promises.put(
        "account",
        now ->
            tenant(now)
                .account(uid)
                .then()
                .statusCode(200)
                .body("status", equalTo("authorized"))
                .body("since", notNullValue()));
  }

  private void issue(URI service) {
    first = granted(tenant(service).issue(uid), "upstream");
    assertEquals(1, first.generation());
    promises.put("served", now -> assertServed(now, first));
    promises.put("first", now -> assertActive(now, first.value(), true));
  }

  private void inspect(URI service) {
    assertActive(service, first.value(), true);
  }

  private void drop(URI service) {
    assertDropped(service, first, true, "dropped");
    promises.remove("served");
    promises.put("first", now -> assertActive(now, first.value(), false));
  }

  private void issueAgain(URI service) {
    second = granted(tenant(service).issue(uid), "upstream");
    assertEquals(2, second.generation());
    promises.put("served", now -> assertServed(now, second));
    promises.put("second", now -> assertActive(now, second.value(), true));
  }

  private void dropTheOldOneAgain(URI service) {
    assertDropped(service, first, false, "superseded");
    promises.put("superseded", now -> assertDropped(now, first, false, "superseded"));
  }

  /** What was rotated away is refused, for good; what still is the master token is taken. */
  private void putFirstMasterTokenAgain(URI service) {
    assertPutAgain(service);
    promises.put("put again", this::assertPutAgain);
  }

  private void assertPutAgain(URI service) {
    int expected = grant.equals("refresh_token") ? 409 : 204;
    tenant(service).putMasterToken(uid, masterToken).then().statusCode(expected);
  }

  private void issueNewer(URI service) {
    third = granted(tenant(service).issueNewer(uid, second.generation()), "upstream");
    assertEquals(3, third.generation());
    assertEquals(3, upstream.received(uid), "calls, of which no kill made one more");
    promises.put("served", now -> assertServed(now, third));
    promises.put("second", now -> assertActive(now, second.value(), false));
    promises.put("third", now -> assertActive(now, third.value(), true));
  }

  private void assertServed(URI service, Token token) {
    var served = granted(tenant(service).issue(uid), "vault");
    assertTrue(token.equals(served), "the same token of the same generation");
  }

  private void assertActive(URI service, String token, boolean active) {
    tenant(service).inspect(token).then().statusCode(200).body("active", equalTo(active));
  }

  private void assertDropped(URI service, Token token, boolean dropped, String reason) {
    tenant(service)
        .drop(token.value())
        .then()
        .statusCode(200)
        .body("dropped", equalTo(dropped))
        .body("reason", equalTo(reason));
  }

  private static Token granted(Response answer, String source) {
    return Token.of(
        answer.then().statusCode(200).body("source", equalTo(source)).extract().jsonPath());
  }

  private VaultTenant tenant(URI service) {
    return VaultTenant.of(service, operatorKey, tenantId, apiKey);
  }

  private RequestSpecification asOperator(URI service) {
    return given()
        .baseUri(service.toString())
        .header("Api-Key", operatorKey)
        .contentType(ContentType.JSON);
  }

  private String path(String rest) {
    return "/v1/admin/tenants/" + tenantId + rest;
  }

  private String environment(String rest) {
    return path("/environments/" + VaultTenant.ENVIRONMENT + rest);
  }
}
