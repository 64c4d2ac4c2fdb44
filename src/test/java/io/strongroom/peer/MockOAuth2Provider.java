package io.strongroom.peer;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequestHandler;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.Route;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/**
 * The server mock-oauth2-server in this JVM, with rotating refresh tokens.
 *
 * <p>It signs nobody out by name, so its answers are watched: the refresh tokens that live are
 * revoked at its own endpoint.
 */
final class MockOAuth2Provider implements RefreshProvider, AutoCloseable {
  private static final String ISSUER = "default";
  private static final String USER = "ann";
  private static final long TOKEN_LIFE_SECONDS = 120;

  private final ProviderClient stranger =
      ProviderClient.withSecret("stranger", BASIC, UUID.randomUUID().toString());
  private volatile String clientSecret = UUID.randomUUID().toString();
  private volatile long silentUntilNanos = System.nanoTime();
  private final Set<String> living = ConcurrentHashMap.newKeySet();
  private final AtomicLong refreshCalls = new AtomicLong();
  private final MockOAuth2Server server;

  private MockOAuth2Provider() {
    var tokens =
        new DefaultOAuth2TokenCallback(
            ISSUER, USER, "JWT", List.of("warehouse"), Map.of(), TOKEN_LIFE_SECONDS);
    var config =
        new OAuth2Config(false, null, null, true, new OAuth2TokenProvider(), Set.of(tokens));
    server = new MockOAuth2Server(config, new Watched(new OAuth2HttpRequestHandler(config)));
  }

  static MockOAuth2Provider start() {
    var provider = new MockOAuth2Provider();
    provider.server.start(InetAddress.getLoopbackAddress(), 0);
    return provider;
  }

  @Override
  public URI tokenEndpoint() {
    return endpoint("token");
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of();
  }

  @Override
  public List<String> authMethods() {
    return List.of(BASIC, POST);
  }

  @Override
  public ProviderClient client(String authMethod) {
    return ProviderClient.withSecret("warehouse", authMethod, clientSecret);
  }

  @Override
  public ProviderClient stranger() {
    return stranger;
  }

  @Override
  public String user() {
    return USER;
  }

  @Override
  public String signIn(ProviderClient client) {
    var redirect =
        given()
            .redirects()
            .follow(false)
            .queryParam("response_type", "code")
            .queryParam("client_id", client.id())
            .queryParam("redirect_uri", "http://127.0.0.1/back")
            .queryParam("scope", "openid")
            .queryParam("state", "any")
            .get(endpoint("authorize"))
            .then()
            .statusCode(302)
            .extract()
            .header("Location");
    return asClient()
        .formParam("grant_type", "authorization_code")
        .formParam("redirect_uri", "http://127.0.0.1/back")
        .formParam("code", code(redirect))
        .post(tokenEndpoint())
        .then()
        .statusCode(200)
        .extract()
        .path("refresh_token");
  }

  @Override
  public void signOut() {
    for (var refreshToken : living) {
      asClient()
          .formParam("token", refreshToken)
          .formParam("token_type_hint", "refresh_token")
          .post(endpoint("revoke"))
          .then()
          .statusCode(200);
    }
    living.clear();
  }

  @Override
  public Introspection introspect(String accessToken) {
    var answer =
        asClient()
            .formParam("token", accessToken)
            .post(endpoint("introspect"))
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    return Introspection.of(answer, "sub");
  }

  @Override
  public long refreshCalls() {
    return refreshCalls.get();
  }

  @Override
  public void changeClientSecret() {
    clientSecret = UUID.randomUUID().toString();
  }

  @Override
  public void fallSilentFor(Duration time) {
    silentUntilNanos = System.nanoTime() + time.toNanos();
  }

  @Override
  public void close() {
    server.shutdown();
  }

  /** By address: the name that the server gives itself may mean another address to the service. */
  private URI endpoint(String name) {
    int port = server.baseUrl().port();
    return URI.create("http://127.0.0.1:" + port + "/" + ISSUER + "/" + name);
  }

  private RequestSpecification asClient() {
    return given().auth().preemptive().basic(client().id(), client().secret());
  }

  private static String code(String redirect) {
    return List.of(URI.create(redirect).getQuery().split("&")).stream()
        .filter(parameter -> parameter.startsWith("code="))
        .findFirst()
        .orElseThrow()
        .substring("code=".length());
  }

  /** The server's own routes, with an eye on the refresh tokens that pass. */
  private final class Watched implements Route {
    private final Route routes;

    Watched(OAuth2HttpRequestHandler handler) {
      this.routes = handler.getAuthorizationServer();
    }

    @Override
    public boolean match(OAuth2HttpRequest request) {
      return routes.match(request);
    }

    @Override
    public OAuth2HttpResponse invoke(OAuth2HttpRequest request) {
      boolean tokenCall = request.getUrl().encodedPath().endsWith("/token");
      if (tokenCall) {
        awaitTheEndOfSilence();
      }
      var sent = tokenCall ? request.getFormParameters().get("refresh_token") : null;
      if (sent != null) {
        refreshCalls.incrementAndGet();
        living.remove(sent);
      }
      var response = routes.invoke(request);
      if (tokenCall && response.getStatus() == 200) {
        living.add(JsonPath.from(response.getBody()).getString("refresh_token"));
      }
      return response;
    }

    /** The server has a thread for each connection: this one has nothing else to do. */
    private void awaitTheEndOfSilence() {
      try {
        TimeUnit.NANOSECONDS.sleep(silentUntilNanos - System.nanoTime());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
