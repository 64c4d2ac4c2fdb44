package io.strongroom.console;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.strongroom.rotation.Rotating;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.TestKeys;
import io.strongroom.service.VaultTenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session is as good as its key, for administration alone, and no longer than it. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class ConsoleTest {
  private static final String COOKIE = "strongroom";
  private static final Pattern PROOF = Pattern.compile("<meta name=\"proof\" content=\"([^\"]+)\"");

  private VaultTenant tenant;
  private String key;
  private String keyId;

  @BeforeEach
  void makeAnAdministrator() {
    tenant = Service.tenant();
    Response made = tenant.created("an administrator", "TENANT_ADMIN");
    key = made.path("apiKey");
    keyId = made.path("keyId");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "strm_short", "<script>alert(1)</script>"})
  void whatIsNoKeyIsRefusedOnTheForm(String text) {
    signIn(text)
        .then()
        .statusCode(401)
        .contentType(containsString("text/html"))
        .body(containsString("role=\"alert\""))
        .body(not(containsString("<script>alert")))
        .header("Set-Cookie", nullValue());
  }

  @Test
  void keyThatNobodyHoldsIsRefusedAndCounted() {
    signIn(TestKeys.random()).then().statusCode(401).header("Set-Cookie", nullValue());
  }

  @Test
  void keyOfABackendIsRefused() {
    signIn(tenant.apiKey())
        .then()
        .statusCode(403)
        .body(containsString("TENANT_ADMIN"))
        .header("Set-Cookie", nullValue());
  }

  @Test
  void formOfAnotherSiteIsRefused() {
    for (Map<String, String> from :
        List.of(
            Map.of("Sec-Fetch-Site", "same-site"),
            Map.of("Sec-Fetch-Site", "cross-site"),
            Map.of("Origin", "https://evil.example"),
            Map.of("Origin", "null"))) {
      anybody()
          .headers(from)
          .formParam("apiKey", key)
          .post("/console/sign-in")
          .then()
          .statusCode(403)
          .header("Set-Cookie", nullValue());
    }
  }

  @Test
  void cookieIsOutOfReachOfScriptsAndOtherSites() {
    String cookie = signIn(key).then().statusCode(303).extract().header("Set-Cookie");

    assertTrue(cookie.matches("strongroom=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict"), cookie);
  }

  @Test
  void cookieOfHttpsIsOfThisHostAloneAndCountsUnderNoOtherName() {
    String set =
        anybody()
            .header("Origin", "https://" + Service.uri().getAuthority())
            .formParam("apiKey", key)
            .post("/console/sign-in")
            .then()
            .statusCode(303)
            .extract()
            .header("Set-Cookie");

    assertTrue(
        set.matches("__Host-strongroom=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict; Secure"),
        set);
    String value = set.replaceFirst("^[^=]+=([^;]+);.*", "$1");
    read(anybody().cookie("__Host-strongroom", value)).then().statusCode(200);
    read(anybody().cookie(COOKIE, value)).then().statusCode(401);
  }

  @Test
  void pagesTellNothingWithoutASession() {
    for (String page : List.of("/console", "/console/accounts", "/console/keys")) {
      anybody()
          .get(page)
          .then()
          .statusCode(401)
          .body(containsString("name=\"apiKey\""))
          .body(not(containsString("name=\"proof\"")));
    }
  }

  @Test
  void everythingBelowTheConsoleHasItsHeaders() {
    Session session = session(key);
    for (Response answer :
        List.of(
            anybody().get("/console/sign-in"),
            anybody().get("/console"),
            anybody().get("/console/assets/console.js"),
            session.reading().get("/console/overview"),
            session.reading().get("/console/nothing"),
            session.reading().put("/console/overview"))) {
      answer
          .then()
          .header("Content-Security-Policy", containsString("default-src 'none'"))
          .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
          .header("Content-Security-Policy", not(containsString("unsafe")))
          .header("X-Content-Type-Options", equalTo("nosniff"))
          .header("Referrer-Policy", equalTo("same-origin"))
          .header("Cross-Origin-Opener-Policy", equalTo("same-origin"))
          .header("Cache-Control", equalTo("no-store"));
    }
    session.reading().get("/console/nothing").then().statusCode(404);
  }

  @Test
  void sessionIsNoKeyForTokens() {
    Entrusted user = Entrusted.xToken();
    Session session = session(user.tenant().newKey("everything", "TENANT_ADMIN", "ALL_METHODS"));

    for (String call : List.of("/v1/tokens/issue", "/v1/tokens/drop", "/v1/tokens/inspect")) {
      session.changing().body(Map.of("uid", user.uid())).post(call).then().statusCode(401);
    }
    session.changing().post("/v2/auth/token").then().statusCode(401);
    assertEquals(0, user.calls());
  }

  @Test
  void changeWithoutProofIsRefused() {
    Session session = session(key);
    Session other = session(key);

    for (RequestSpecification forged :
        List.of(
            session.reading(),
            session.reading().header("X-Csrf-Token", ""),
            session.reading().header("X-Csrf-Token", other.proof()),
            session.changing().header("Sec-Fetch-Site", "cross-site"),
            session.changing().header("Origin", "https://evil.example"))) {
      makeAKey(forged).then().statusCode(403).body("code", equalTo("forbidden"));
    }
    makeAKey(session.changing()).then().statusCode(201);
  }

  @Test
  void keyInTheHeaderCountsBeforeASession() {
    VaultTenant neighbour = Service.tenant();
    Session session = session(key);

    session
        .reading()
        .header("Api-Key", neighbour.newKey("admin", "TENANT_ADMIN"))
        .get(tenant.path(""))
        .then()
        .statusCode(403);
    session.reading().header("Api-Key", "").get(tenant.path("")).then().statusCode(401);
  }

  @Test
  void neighboursTenantIsOutOfReach() {
    VaultTenant neighbour = Service.tenant();
    Session session = session(key);

    session.reading().get(neighbour.path("/overview")).then().statusCode(403);
    session.reading().get("/v1/admin/tenants").then().statusCode(403);
    session
        .reading()
        .get("/console/overview?tenant=" + neighbour.id())
        .then()
        .body(not(containsString(neighbour.id())));
  }

  @Test
  void stolenCookieIsWorthNothingAfterSigningOut() {
    Session session = session(key);
    session.reading().delete("/console/session").then().statusCode(403);

    session
        .changing()
        .delete("/console/session")
        .then()
        .statusCode(204)
        .header("Set-Cookie", containsString("Max-Age=0"));

    read(session.reading()).then().statusCode(401);
    session.reading().get("/console/overview").then().statusCode(401);
  }

  @Test
  void sessionEndsWithItsKey() {
    Session session = session(key);
    read(session.reading()).then().statusCode(200);

    tenant.asOperator().delete(tenant.path("/api-keys/" + keyId)).then().statusCode(204);

    read(session.reading()).then().statusCode(401);
  }

  @Test
  void sessionMayDoNoMoreThanItsKeyNow() {
    Session session = session(key);

    tenant
        .asOperator()
        .body(Map.of("authScopes", List.of("TOKEN_ISSUE")))
        .patch(tenant.path("/api-keys/" + keyId))
        .then()
        .statusCode(200);

    read(session.reading()).then().statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "last_used_at = clock_timestamp() - interval '901 seconds'",
        "created_at = clock_timestamp() - interval '28801 seconds'"
      })
  void sessionEndsByItself(String aged) {
    Session session = session(key);
    String ofKey = " WHERE key_hash = (SELECT key_hash FROM api_key_directory WHERE key_id = ?)";
    assertEquals(1, Service.behindItsBack("UPDATE console_session SET " + aged + ofKey, keyId));

    read(session.reading()).then().statusCode(401);
  }

  @Test
  void sessionLastsWhileItIsUsed() {
    Session session = session(key);
    String ofKey = " WHERE key_hash = (SELECT key_hash FROM api_key_directory WHERE key_id = ?)";
    Service.behindItsBack(
        "UPDATE console_session SET last_used_at = clock_timestamp() - interval '14 minutes'"
            + ofKey,
        keyId);

    read(session.reading()).then().statusCode(200);

    assertTrue(
        Service.value(
            Boolean.class,
            "SELECT last_used_at > clock_timestamp() - interval '1 minute' FROM console_session"
                + ofKey,
            keyId));
  }

  @Test
  void databaseHoldsNeitherSessionNorKey() {
    Session session = session(key);
    String all =
        Service.value(
            String.class,
            "SELECT string_agg(encode(session_hash, 'base64') || encode(session_hash, 'escape')"
                + " || encode(key_hash, 'escape'), ' ') FROM console_session");

    assertFalse(all.contains(session.cookie()) || all.contains(key));
  }

  @Test
  void comingAndGoingIsRecorded() {
    Session session = session(key);
    session.changing().delete("/console/session").then().statusCode(204);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                tenant
                    .asOperator()
                    .get(tenant.path("/audit?keyId=" + keyId))
                    .then()
                    .body("items.action", hasItem("console-signed-in"))
                    .body("items.action", hasItem("console-signed-out")));
  }

  @Test
  void operatorSignsInAsWell() {
    Session session = session(Service.operatorKey());

    session.reading().get("/v1/admin/instances").then().statusCode(200);
    session
        .reading()
        .get("/console/overview?tenant=" + tenant.id())
        .then()
        .body(containsString("tenant=" + tenant.id()));
    session
        .reading()
        .get("/console/overview?tenant=\"><script>")
        .then()
        .statusCode(400)
        .body(not(containsString("<script>")));
  }

  @Test
  void overviewCountsAccountsAndHours() {
    Entrusted user = Entrusted.xToken();
    user.issued();

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                user.tenant()
                    .asOperator()
                    .get(user.tenant().path("/overview"))
                    .then()
                    .statusCode(200)
                    .body("name", equalTo(user.tenant().name()))
                    .body("accounts.authorized", equalTo(1))
                    .body("accounts.notAuthorized", equalTo(0))
                    .body("accounts.more", equalTo(false))
                    .body("hours.size()", equalTo(24))
                    .body("hours.exchanges.sum()", equalTo(1))
                    .body("hours.partly", not(hasItem(true))));
  }

  @Test
  void watchingEndsWithTheSession() throws Exception {
    Service.behindItsBack(
        "INSERT INTO import (tenant_id, import_id, holder, lease_until) VALUES"
            + " (?, 'endlessone', gen_random_uuid(), clock_timestamp() + interval '1 hour')",
        tenant.id());
    Session session = session(key);
    CompletableFuture<Boolean> ended =
        CompletableFuture.supplyAsync(
                () -> session.reading().get(tenant.path("/imports/endlessone/watch")).asString())
            .handle((seen, failure) -> true);
    await().during(Duration.ofSeconds(2)).until(() -> !ended.isDone());

    session.changing().delete("/console/session").then().statusCode(204);

    assertTrue(ended.get(8, TimeUnit.SECONDS));
  }

  @Test
  void rotationIsWatchedUntilItHasEnded() {
    String id = new Rotating(Service.uri(), Service.operatorKey()).tenant(tenant.id());

    String seen = "";
    while (!seen.contains("\"stage\":\"done\"")) {
      seen = tenant.asOperator().get("/v1/admin/keys/rotations/" + id + "/watch").asString();
      assertTrue(seen.startsWith("data:"), seen);
    }
  }

  private Response makeAKey(RequestSpecification as) {
    return as.body(Map.of("name", "made", "authScopes", List.of("PRICING")))
        .post(tenant.path("/api-keys"));
  }

  private Response read(RequestSpecification as) {
    return as.get(tenant.path(""));
  }

  private static RequestSpecification anybody() {
    return given().baseUri(Service.uri().toString()).redirects().follow(false);
  }

  private static Response signIn(String apiKey) {
    return anybody().formParam("apiKey", apiKey).post("/console/sign-in");
  }

  private static Session session(String apiKey) {
    String cookie = signIn(apiKey).then().statusCode(303).extract().cookie(COOKIE);
    String page = anybody().cookie(COOKIE, cookie).get("/console/keys").asString();
    Matcher proof = PROOF.matcher(page);
    assertTrue(proof.find(), page);
    return new Session(cookie, proof.group(1));
  }

  /** What a browser has. */
  private record Session(String cookie, String proof) {
    RequestSpecification reading() {
      return anybody().cookie(COOKIE, cookie).contentType(ContentType.JSON);
    }

    RequestSpecification changing() {
      return reading().header("X-Csrf-Token", proof);
    }
  }
}
