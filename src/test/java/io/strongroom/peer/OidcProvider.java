package io.strongroom.peer;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The npm package oidc-provider, with one client for each way to authenticate. */
final class OidcProvider implements RefreshProvider {
  private final OidcProviderServer server;
  private final Map<String, ProviderClient> clients = new ConcurrentHashMap<>();
  private final ProviderClient stranger;

  OidcProvider(OidcProviderServer server) {
    this.server = server;
    authMethods().forEach(method -> clients.put(method, register("warehouse-" + method, method)));
    this.stranger = register("stranger", BASIC);
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.allOf(Ability.class);
  }

  @Override
  public URI tokenEndpoint() {
    return server.baseUri().resolve("/token");
  }

  @Override
  public List<String> authMethods() {
    return List.of(BASIC, POST);
  }

  @Override
  public ProviderClient client(String authMethod) {
    return Objects.requireNonNull(clients.get(authMethod));
  }

  @Override
  public ProviderClient stranger() {
    return stranger;
  }

  @Override
  public String user() {
    return "ann";
  }

  @Override
  public String signIn(ProviderClient client) {
    return control(Map.of("clientId", client.id(), "user", user()))
        .post("/control/sessions")
        .then()
        .statusCode(200)
        .extract()
        .path("refreshToken");
  }

  @Override
  public void signOut() {
    control(Map.of("user", user())).delete("/control/sessions").then().statusCode(200);
  }

  @Override
  public void changeClientSecret() {
    clients.put(BASIC, register(client().id(), BASIC));
  }

  @Override
  public Introspection introspect(String accessToken) {
    var answer =
        given()
            .auth()
            .preemptive()
            .basic(client().id(), client().secret())
            .formParam("token", accessToken)
            .post(server.baseUri().resolve("/token/introspection"))
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    return Introspection.of(answer, "sub");
  }

  @Override
  public long refreshCalls() {
    return given()
        .get(server.baseUri().resolve("/control/counters"))
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getLong("refreshCalls");
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

  /** Registers a client or replaces it, with a credential that nobody had before. */
  private ProviderClient register(String id, String method) {
    var secret = UUID.randomUUID().toString();
    Map<String, Object> body = Map.of("clientId", id, "authMethod", method, "clientSecret", secret);
    control(body).put("/control/clients").then().statusCode(200);
    return ProviderClient.withSecret(id, method, secret);
  }

  private RequestSpecification control(Map<String, Object> body) {
    return given().baseUri(server.baseUri().toString()).contentType(ContentType.JSON).body(body);
  }
}
