package io.strongroom.events;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.strongroom.sandbox.Fault;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Hour;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.strongroom.service.VaultTenant;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each event comes of the real act, once. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class EventsTest {
  /** What opens a breaker: half of its last calls. */
  private static final int BREAKER_VOLUME = 20;

  @Test
  void accountThatIsRefusedAndRepairedIsToldOfOnceEach() {
    Entrusted user = Entrusted.xToken();
    Told told = new Told(user.tenant());
    Simulator.signOut(user.uid());
    for (int i = 0; i < 3; i++) {
      user.issue().then().statusCode(409);
    }
    user.tenant().putMasterToken(user.uid(), user.signIn()).then().statusCode(204);
    user.issued();
    user.tenant().putMasterToken(user.uid(), user.signIn()).then().statusCode(204);

    told.when(1, "account.authorized");

    assertEquals(
        List.of("account.not-authorized", "account.authorized"),
        told.events("").getList("items.type"));
    assertEquals(
        Map.of("environment", "production", "uid", user.uid(), "reason", "invalid-grant"),
        told.events("").getMap("items[0].data"));
    assertEquals(user.uid(), told.events("").getString("items[1].data.uid"));
  }

  @Test
  void currentMasterTokenPutAgainAuthorizesAgain() {
    Entrusted user = Entrusted.xToken();
    Simulator.signOut(user.uid());
    user.issue().then().statusCode(409);

    user.tenant().putMasterToken(user.uid(), user.masterToken()).then().statusCode(204);

    new Told(user.tenant()).when(1, "account.authorized");
  }

  @Test
  void revocationTellsOfTokensAndOfEachAccount() {
    Entrusted user = Entrusted.xToken();
    user.issued();
    VaultTenant tenant = user.tenant();
    String revocation =
        tenant
            .asOperator()
            .body(Map.of("uid", user.uid(), "masterToken", true, "upstream", false))
            .post(tenant.path("/revocations"))
            .path("revocationId");
    Told told = new Told(tenant);

    JsonPath revoked = told.when(1, "tokens.revoked");

    assertEquals(revocation, revoked.getString("items[0].data.revocationId"));
    assertEquals(1, revoked.getInt("items[0].data.tokens"));
    assertEquals(user.uid(), revoked.getString("items[0].data.uid"));
    assertTrue(revoked.getBoolean("items[0].data.last"));
    JsonPath refused = told.when(1, "account.not-authorized");
    assertEquals(1, refused.getList("items").size());
    assertEquals("revoked", refused.getString("items[0].data.reason"));
    assertEquals(user.uid(), refused.getString("items[0].data.uid"));
  }

  @Test
  void importThatRepairsTellsOfThoseItRepairsAlone() {
    Told told = Told.of(Service.tenant());
    told.end("alice", "bob");
    told.tenant().putMasterToken("carol", "master-of-carol").then().statusCode(204);
    String lines =
        List.of("alice", "carol", "dave").stream()
            .map(uid -> "{\"uid\":\"" + uid + "\",\"masterToken\":\"imported-of-" + uid + "\"}\n")
            .collect(Collectors.joining());
    told.tenant()
        .asOperator()
        .contentType("application/x-ndjson")
        .config(binary())
        .body(lines.getBytes(StandardCharsets.UTF_8))
        .post(told.tenant().path("/imports"))
        .then()
        .statusCode(201)
        .body("accepted", equalTo(3));

    JsonPath authorized = told.when(1, "account.authorized");

    assertEquals(List.of("alice"), authorized.getList("items.data.uid"));
  }

  @Test
  void smallLimitIsToldOfWhenItIsNearAndWhenItIsReachedOnceEach() {
    Hour.withinAnHour(
        () -> {
          Told told = new Told(Service.tenant());
          limit(told, Map.of("limit", 5));
          for (int call = 0; call < 8; call++) {
            told.tenant().inspect("never-issued");
          }
          told.when(1, "quota.reached");
          JsonPath all = told.events("");
          assertEquals(List.of("quota.near", "quota.reached"), all.getList("items.type"));
          assertEquals("inspect", all.getString("items[0].data.resource"));
          assertEquals(5, all.getInt("items[0].data.limit"));
          assertTrue(all.getString("items[0].data.until").endsWith(":00:00Z"));
          assertNull(all.getString("items[0].data.keyId"));
        });
  }

  @Test
  void largeLimitThatIsCountedInBlocksIsToldOf() {
    Hour.withinAnHour(
        () -> {
          Told told = new Told(Service.tenant());
          limit(told, Map.of("limit", 4_000));
          use(told, 3_300);
          told.tenant().inspect("never-issued").then().statusCode(200);
          told.when(1, "quota.near");
          use(told, 4_000);
          await()
              .atMost(Told.PATIENCE)
              .until(() -> told.tenant().inspect("never-issued").statusCode() == 429);
          told.when(1, "quota.reached");
          assertEquals(2, told.ids().size());
        });
  }

  @Test
  void upstreamThatIsDownAndUpIsToldOfOnceEach() {
    Entrusted user = Entrusted.xToken();
    Told told = new Told(user.tenant());
    user.spoil(Fault.error(500, "server_error").times(BREAKER_VOLUME));
    while (!breaker(user).equals("open")) {
      user.issue().then().statusCode(503);
    }
    assertEquals(
        "production", told.when(1, "upstream.down").getString("items[0].data.environment"));

    await().atMost(Told.PATIENCE).until(() -> user.issue().statusCode() == 200);

    told.when(1, "upstream.up");
    assertEquals(List.of("upstream.down", "upstream.up"), told.events("").getList("items.type"));
  }

  @Test
  void pagesFollowOneAnotherAndCanBeReadAgain() {
    Told told = Told.of(Service.tenant());
    told.end("u1", "u2", "u3", "u4", "u5");
    told.when(5, "account.not-authorized");

    JsonPath first = told.events("?limit=2");
    JsonPath second = told.events("?limit=2&cursor=" + first.getString("nextCursor"));
    JsonPath third = told.events("?limit=2&cursor=" + second.getString("nextCursor"));

    assertEquals(List.of("u1", "u2"), first.getList("items.data.uid"));
    assertEquals(List.of("u3", "u4"), second.getList("items.data.uid"));
    assertEquals(List.of("u5"), third.getList("items.data.uid"));
    assertNull(third.getString("nextCursor"));
    assertEquals(
        List.of(), told.events("?cursor=" + third.getString("items[0].cursor")).getList("items"));
    assertEquals(List.of(), told.events("?type=quota.near").getList("items"));
  }

  private static String breaker(Entrusted user) {
    return user.tenant()
        .asOperator()
        .get(user.tenant().environmentPath("/upstream"))
        .path("breaker");
  }

  private static void limit(Told told, Map<String, Object> limit) {
    told.tenant()
        .asOperator()
        .body(new HashMap<>(limit))
        .put(told.tenant().path("/quotas/inspect"))
        .then()
        .statusCode(200);
  }

  private static void use(Told told, int calls) {
    Service.behindItsBack(
        "INSERT INTO quota_window (tenant_id, resource, key_id, window_start, used)"
            + " VALUES (?, 'inspect', '', date_trunc('hour', clock_timestamp(), 'UTC'), ?)"
            + " ON CONFLICT (tenant_id, resource, key_id, window_start)"
            + " DO UPDATE SET used = excluded.used",
        told.tenant().id(),
        calls);
  }

  private static RestAssuredConfig binary() {
    return RestAssuredConfig.config()
        .encoderConfig(
            EncoderConfig.encoderConfig()
                .encodeContentTypeAs("application/x-ndjson", ContentType.BINARY));
  }
}
