package io.strongroom.peer;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the suites ask of Keycloak's administration REST API. */
final class KeycloakAdmin {
  private final URI baseUri;
  private final String user;
  private final String password;

  KeycloakAdmin(URI baseUri, String user, String password) {
    this.baseUri = baseUri;
    this.user = user;
    this.password = password;
  }

  URI baseUri() {
    return baseUri;
  }

  /**
   * Makes a realm whose refresh tokens rotate without any reuse, with its two clients and its user,
   * who may have offline tokens.
   */
  void create(KeycloakRealm realm, Duration accessTokenLife) {
    authorized()
        .contentType(ContentType.JSON)
        .body(
            Map.ofEntries(
                Map.entry("realm", realm.name()),
                Map.entry("enabled", true),
                Map.entry("revokeRefreshToken", true),
                Map.entry("refreshTokenMaxReuse", 0),
                Map.entry("accessTokenLifespan", accessTokenLife.toSeconds()),
                // Keycloak's record of the calls it answered; refreshes are left out by default.
                Map.entry("eventsEnabled", true),
                Map.entry("enabledEventTypes", KeycloakRealm.LOGGED),
                Map.entry(
                    "clients",
                    List.of(client(realm, realm.client()), client(realm, realm.stranger()))),
                Map.entry("users", List.of(user(realm)))))
        .post("/admin/realms")
        .then()
        .statusCode(201);
  }

  /** A request in the name of the administrator, relative to the server. */
  RequestSpecification authorized() {
    return given().baseUri(baseUri.toString()).auth().oauth2(token());
  }

  private static Map<String, Object> client(KeycloakRealm realm, ProviderClient client) {
    return Map.of(
        "clientId",
        client.id(),
        "secret",
        client.secret(),
        "publicClient",
        false,
        "standardFlowEnabled",
        false,
        "directAccessGrantsEnabled",
        true,
        "attributes",
        Map.of("standard.token.exchange.enabled", "true"),
        "protocolMappers",
        List.of(audience(realm)));
  }

  /** Keycloak introspects a token for those clients only that are in its audience. */
  private static Map<String, Object> audience(KeycloakRealm realm) {
    return Map.of(
        "name", "audience",
        "protocol", "openid-connect",
        "protocolMapper", "oidc-audience-mapper",
        "config",
            Map.of("included.client.audience", realm.client().id(), "access.token.claim", "true"));
  }

  private static Map<String, Object> user(KeycloakRealm realm) {
    return Map.of(
        "username",
        realm.user(),
        "email",
        realm.user() + "@example.test",
        "emailVerified",
        true,
        "firstName",
        "Ann",
        "lastName",
        "Example",
        "enabled",
        true,
        "credentials",
        List.of(Map.of("type", "password", "value", realm.userPassword(), "temporary", false)),
        "realmRoles",
        List.of("offline_access"));
  }

  /** A token for one call: the administrator's tokens live for a minute only. */
  private String token() {
    return given()
        .baseUri(baseUri.toString())
        .formParam("grant_type", "password")
        .formParam("client_id", "admin-cli")
        .formParam("username", user)
        .formParam("password", password)
        .post("/realms/master/protocol/openid-connect/token")
        .then()
        .statusCode(200)
        .extract()
        .path("access_token");
  }
}
