package io.strongroom.console;

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
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session is as good as its key, for administration alone, and no longer than it. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class ConsoleSessionsTest {
  private static final String OF_KEY =
      " WHERE key_hash = (SELECT key_hash FROM api_key_directory WHERE key_id = ?)";

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
    Session.signIn(text)
        .then()
        .statusCode(401)
        .contentType(containsString("text/html"))
        .body(containsString("role=\"alert\""))
        .body(not(containsString("<script>alert")))
        .header("Set-Cookie", nullValue());
  }

  @Test
  void keyThatNobodyHoldsIsRefusedAndCounted() {
    Session.signIn(TestKeys.random()).then().statusCode(401).header("Set-Cookie", nullValue());
  }

  @Test
  void keyOfABackendIsRefused() {
    Session.signIn(tenant.apiKey())
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
      Session.anybody()
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
    String cookie = Session.signIn(key).then().statusCode(303).extract().header("Set-Cookie");

    assertTrue(cookie.matches("strongroom=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict"), cookie);
  }

  @Test
  void cookieOfHttpsIsOfThisHostAloneAndCountsUnderNoOtherName() {
    String set =
        Session.anybody()
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
    read(Session.anybody().cookie("__Host-strongroom", value)).then().statusCode(200);
    read(Session.anybody().cookie(Session.COOKIE, value)).then().statusCode(401);
  }

  @Test
  void sessionIsNoKeyForTokens() {
    Entrusted user = Entrusted.xToken();
    Session session = Session.of(user.tenant().newKey("everything", "TENANT_ADMIN", "ALL_METHODS"));

    for (String call : List.of("/v1/tokens/issue", "/v1/tokens/drop", "/v1/tokens/inspect")) {
      session.changing().body(Map.of("uid", user.uid())).post(call).then().statusCode(401);
    }
    session.changing().post("/v2/auth/token").then().statusCode(401);
    assertEquals(0, user.calls());
  }

  @Test
  void changeWithoutProofIsRefused() {
    Session session = Session.of(key);
    Session other = Session.of(key);

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
    Session session = Session.of(key);

    session
        .reading()
        .header("Api-Key", neighbour.newKey("admin", "TENANT_ADMIN"))
        .get(tenant.path(""))
        .then()
        .statusCode(403);
    session.reading().header("Api-Key", "").get(tenant.path("")).then().statusCode(401);
  }

  @Test
  void stolenCookieIsWorthNothingAfterSigningOut() {
    Session session = Session.of(key);
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
    Session session = Session.of(key);
    read(session.reading()).then().statusCode(200);

    tenant.asOperator().delete(tenant.path("/api-keys/" + keyId)).then().statusCode(204);

    read(session.reading()).then().statusCode(401);
  }

  @Test
  void sessionMayDoNoMoreThanItsKeyNow() {
    Session session = Session.of(key);

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
    Session session = Session.of(key);
    assertEquals(1, Service.behindItsBack("UPDATE console_session SET " + aged + OF_KEY, keyId));

    read(session.reading()).then().statusCode(401);
  }

  @Test
  void sessionLastsWhileItIsUsed() {
    Session session = Session.of(key);
    Service.behindItsBack(
        "UPDATE console_session SET last_used_at = clock_timestamp() - interval '14 minutes'"
            + OF_KEY,
        keyId);

    read(session.reading()).then().statusCode(200);

    assertTrue(
        Service.value(
            Boolean.class,
            "SELECT last_used_at > clock_timestamp() - interval '1 minute' FROM console_session"
                + OF_KEY,
            keyId));
  }

  @Test
  void databaseHoldsNeitherSessionNorKey() {
    Session session = Session.of(key);
    String all =
        Service.value(
            String.class,
            "SELECT string_agg(encode(session_hash, 'base64') || encode(session_hash, 'escape')"
                + " || encode(key_hash, 'escape'), ' ') FROM console_session");

    assertFalse(all.contains(session.cookie()) || all.contains(key));
  }

  @Test
  void comingAndGoingIsRecorded() {
    Session session = Session.of(key);
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
  void watchingEndsWithTheSession() throws Exception {
    Service.behindItsBack(
        "INSERT INTO import (tenant_id, import_id, holder, lease_until) VALUES"
            + " (?, 'endlessone', gen_random_uuid(), clock_timestamp() + interval '1 hour')",
        tenant.id());
    Session session = Session.of(key);
    CompletableFuture<Boolean> ended =
        CompletableFuture.supplyAsync(
                () -> session.reading().get(tenant.path("/imports/endlessone/watch")).asString())
            .handle((seen, failure) -> true);
    await().during(Duration.ofSeconds(2)).until(() -> !ended.isDone());

    session.changing().delete("/console/session").then().statusCode(204);

    assertTrue(ended.get(8, TimeUnit.SECONDS));
  }

  private Response makeAKey(RequestSpecification as) {
    return as.body(Map.of("name", "made", "authScopes", List.of("PRICING")))
        .post(tenant.path("/api-keys"));
  }

  private Response read(RequestSpecification as) {
    return as.get(tenant.path(""));
  }
}
