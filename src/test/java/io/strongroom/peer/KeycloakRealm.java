package io.strongroom.peer;

import static io.restassured.RestAssured.given;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** One realm of a Keycloak: its user's offline tokens are the master tokens of the suites. */
final class KeycloakRealm implements RefreshProvider {
  private static final String CLIENT = "warehouse";
  private static final List<String> REFRESHES = List.of("REFRESH_TOKEN", "REFRESH_TOKEN_ERROR");
  private static final List<String> EXCHANGES = List.of("TOKEN_EXCHANGE", "TOKEN_EXCHANGE_ERROR");

  /** What Keycloak's own log is to tell of. */
  static final List<String> LOGGED = Stream.concat(REFRESHES.stream(), EXCHANGES.stream()).toList();

  /** More events than a suite causes: Keycloak lists 100 unless told. */
  private static final int EVENTS = 100_000;

  private final KeycloakServer server;
  private final KeycloakAdmin admin;
  private final String name;
  private final String userPassword = UUID.randomUUID().toString();
  private final ProviderClient stranger =
      ProviderClient.withSecret("stranger", BASIC, UUID.randomUUID().toString());
  private String clientSecret;

  KeycloakRealm(KeycloakServer server, String name) {
    this.server = server;
    this.admin = server.admin();
    this.name = name;
    this.clientSecret = UUID.randomUUID().toString();
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.allOf(Ability.class);
  }

  @Override
  public URI tokenEndpoint() {
    return admin.baseUri().resolve("/realms/" + name + "/protocol/openid-connect/token");
  }

  @Override
  public List<String> authMethods() {
    return List.of(BASIC, POST);
  }

  @Override
  public ProviderClient client(String authMethod) {
    return ProviderClient.withSecret(CLIENT, authMethod, clientSecret);
  }

  @Override
  public ProviderClient stranger() {
    return stranger;
  }

  @Override
  public String user() {
    return "ann";
  }

  String name() {
    return name;
  }

  String userPassword() {
    return userPassword;
  }

  @Override
  public String signIn(ProviderClient client) {
    return signedIn(client, "offline_access").getString("refresh_token");
  }

  /** An access token of a new session of the user, which {@link #logOut} ends. */
  String accessToken() {
    return signedIn(client(), "profile").getString("access_token");
  }

  private JsonPath signedIn(ProviderClient client, String scope) {
    return as(client)
        .formParam("grant_type", "password")
        .formParam("username", user())
        .formParam("password", userPassword)
        .formParam("scope", scope)
        .post(tokenEndpoint())
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  @Override
  public Introspection introspect(String accessToken) {
    var answer =
        as(client())
            .formParam("token", accessToken)
            .post(tokenEndpoint() + "/introspect")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    return Introspection.of(answer, "username");
  }

  /** Takes back the user's consent to the client, and with it all offline sessions. */
  @Override
  public void signOut() {
    admin
        .authorized()
        .delete(path("users/" + id("users", "username", user()) + "/consents/" + CLIENT))
        .then()
        .statusCode(204);
  }

  /** Ends the user's sessions, but not the offline ones. */
  void logOut() {
    admin
        .authorized()
        .post(path("users/" + id("users", "username", user()) + "/logout"))
        .then()
        .statusCode(204);
  }

  @Override
  public void changeClientSecret() {
    var secret = UUID.randomUUID().toString();
    admin
        .authorized()
        .contentType(ContentType.JSON)
        .body(Map.of("secret", secret))
        .put(path("clients/" + id("clients", "clientId", CLIENT)))
        .then()
        .statusCode(204);
    clientSecret = secret;
  }

  /** Keycloak looks only at keys that say that they are for signatures. */
  private static String jwks(JWK publicKey) {
    Map<String, Object> key = publicKey.toJSONObject();
    key.put("use", "sig");
    return JSONObjectUtils.toJSONString(Map.of("keys", List.of(key)));
  }

  /** Lets the client prove itself by this key and by nothing else from now on. */
  void useKey(JWK publicKey) {
    admin
        .authorized()
        .contentType(ContentType.JSON)
        .body(
            Map.of(
                "clientAuthenticatorType",
                "client-jwt",
                "attributes",
                Map.of("use.jwks.string", "true", "jwks.string", jwks(publicKey))))
        .put(path("clients/" + id("clients", "clientId", CLIENT)))
        .then()
        .statusCode(204);
  }

  @Override
  public long refreshCalls() {
    return events(REFRESHES).getList("$").size();
  }

  /** How many calls of the grant token exchange were answered, refusals too. */
  long exchangeCalls() {
    return events(EXCHANGES).getList("$").size();
  }

  /** The ids of the refresh tokens that Keycloak's own log calls exchanged. */
  Set<String> exchangedTokens() {
    return Set.copyOf(events(List.of("REFRESH_TOKEN")).getList("details.refresh_token_id"));
  }

  private JsonPath events(List<String> types) {
    return admin
        .authorized()
        .queryParam("type", types)
        .queryParam("max", EVENTS)
        .get(path("events"))
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  @Override
  public void fallSilentFor(Duration time) {
    server.pause();
    Later.in(time, server::resume);
  }

  @Override
  public Optional<Killable> process() {
    return Optional.of(server);
  }

  /** Keycloak's own id of a thing that is listed by a name. */
  private String id(String things, String nameParameter, String value) {
    return admin
        .authorized()
        .queryParam(nameParameter, value)
        .get(path(things))
        .then()
        .statusCode(200)
        .extract()
        .path("find { it." + nameParameter + " == '" + value + "' }.id");
  }

  private String path(String rest) {
    return "/admin/realms/" + name + "/" + rest;
  }

  private static RequestSpecification as(ProviderClient client) {
    return given().auth().preemptive().basic(client.id(), client.secret());
  }
}
