package io.strongroom.audit;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.strongroom.revocation.Revoking;
import io.strongroom.sandbox.Fault;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.strongroom.service.VaultTenant;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who did what: each act has its row, and its row is found. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class AuditTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Refusals refusals;
  @Inject Fetches fetches;

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("action", "?action=sabotage"),
        Arguments.of("keyId", "?keyId=k"),
        Arguments.of("environment", "?environment=Prod"),
        Arguments.of("uid", "?uid=a/b"),
        Arguments.of("clientId", "?clientId=.."),
        Arguments.of("outcome", "?outcome=Done!"),
        Arguments.of("since", "?since=yesterday"),
        Arguments.of("until", "?until=2030-01-31"),
        Arguments.of("order", "?order=random"),
        Arguments.of("cursor", "?cursor=first"),
        Arguments.of("limit", "?limit=0"),
        Arguments.of("since", "/verify?since=12"),
        Arguments.of("since", "/verify?since=1:" + "g".repeat(64)),
        Arguments.of("cursor", "/fetches?cursor=a/b"),
        Arguments.of("until", "/fetches?until=noon"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void violationNamesItsMember(String member, String query) {
    VaultTenant tenant = Service.tenant();

    get(tenant, query).then().statusCode(400).body("member", equalTo(member));
  }

  @Test
  void searchWithoutATokenIsRefused() {
    VaultTenant tenant = Service.tenant();

    for (Map<String, Object> body : List.<Map<String, Object>>of(Map.of(), Map.of("token", ""))) {
      search(tenant, body).then().statusCode(400).body("member", equalTo("token"));
    }
  }

  @Test
  void tenantThatNeverWasHasNoRecord() {
    for (String call : List.of("", "/head", "/verify", "/fetches")) {
      Service.tenant()
          .asOperator()
          .get("/v1/admin/tenants/neverwas0/audit" + call)
          .then()
          .statusCode(404);
    }
  }

  @Test
  void actThatFailsLeavesNoRow() {
    VaultTenant tenant = Service.tenant();
    tenant.putMasterToken("anna", "a master token").then().statusCode(404);

    tenant.created("made after it", "TOKEN_ISSUE");

    JsonPath all = settled(tenant);
    assertFalse(all.getList("items.action").contains("master-token-put"), all.prettify());
  }

  @Test
  void newNameOfATenantIsRecorded() {
    VaultTenant tenant = Service.tenant();
    String name = tenant.name() + " and daughters";
    tenant.asOperator().body(Map.of("name", name)).put(tenant.path("")).then().statusCode(200);

    JsonPath all = settled(tenant);

    assertEquals("tenant-changed", all.getString("items[-1].action"));
    assertEquals(name, all.getString("items[-1].detail.name"));
  }

  @Test
  void administrativeActsAreTheOperatorsOrTheKeys() {
    VaultTenant tenant = Service.tenant();
    Response made = tenant.created("the administrator", "TENANT_ADMIN");
    String admin = made.path("apiKey");
    String keyId = made.path("keyId");
    String environment = tenant.environmentPath("");
    Map<String, Object> settings =
        Map.of("grant", "x-token", "tokenEndpoint", Simulator.tokenEndpoint());
    tenant.with(admin).body(settings).put(environment).then().statusCode(201);
    tenant.putClient("web", "s3cret", "client_secret_post").then().statusCode(201);
    tenant.with(admin).body(Map.of()).put(environment + "/accounts/anna").then().statusCode(201);
    tenant.with(admin).body(Map.of()).put(environment + "/accounts/anna").then().statusCode(200);
    tenant.putMasterToken("anna", "a master token").then().statusCode(204);
    tenant.asOperator().delete(environment + "/accounts/anna/master-token").then().statusCode(204);
    tenant.asOperator().delete(environment + "/accounts/anna").then().statusCode(204);
    tenant.asOperator().delete(environment + "/clients/web").then().statusCode(204);
    tenant.asOperator().delete(environment + "?cascade=true").then().statusCode(204);
    tenant
        .asOperator()
        .body(Map.of("limit", 7, "keyId", keyId))
        .put(tenant.path("/quotas/issue"))
        .then()
        .statusCode(200);
    String key = tenant.path("/api-keys/" + keyId);
    tenant.asOperator().body(Map.of("name", "renamed")).patch(key).then().statusCode(200);
    tenant.asOperator().delete(key).then().statusCode(204);
    tenant.asOperator().delete(tenant.path("")).then().statusCode(204);

    JsonPath all = settled(tenant);

    assertEquals(
        List.of(
            "tenant-created",
            "key-created",
            "key-created",
            "environment-put",
            "client-put",
            "account-created",
            "master-token-put",
            "account-authorized",
            "master-token-deleted",
            "account-not-authorized",
            "account-deleted",
            "client-deleted",
            "environment-deleted",
            "quota-put",
            "key-changed",
            "key-deleted",
            "tenant-deleted"),
        all.getList("items.action"));
    assertEquals("key", all.getString("items[3].actor"));
    assertEquals(keyId, all.getString("items[3].keyId"));
    assertEquals("operator", all.getString("items[6].actor"));
    assertEquals("anna", all.getString("items[6].uid"));
    assertEquals(64, all.getString("items[6].tokenHash").length());
    assertEquals(Boolean.TRUE, all.getBoolean("items[12].detail.cascade"));
    assertEquals(7, all.getInt("items[13].detail.limit"));
    assertEquals("issue", all.getString("items[13].target"));
    assertTrue(all.getList("items.address").stream().allMatch("127.0.0.1"::equals), all.prettify());
    get(tenant, "/verify").then().body("intact", equalTo(true)).body("rows", equalTo(17));
  }

  @Test
  void exchangeAndDropAreFoundByTheTokensValue() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");
    user.tenant().drop(token).then().body("dropped", equalTo(true));
    user.issued();
    settled(user.tenant());

    JsonPath found = search(user.tenant(), Map.of("token", token)).jsonPath();

    assertEquals(List.of("token-dropped", "exchange"), found.getList("items.action"));
    assertEquals(List.of("key", "key"), found.getList("items.actor"));
    assertEquals(List.of(1, 1), found.getList("items.generation"));
    assertEquals(List.of(user.uid(), user.uid()), found.getList("items.uid"));
    assertEquals(List.of("127.0.0.1", "127.0.0.1"), found.getList("items.address"));
    get(user.tenant(), "?action=exchange&uid=" + user.uid())
        .then()
        .body("items.generation", equalTo(List.of(2, 1)));
    search(Entrusted.xToken().tenant(), Map.of("token", token)).then().body("items", hasSize(0));
  }

  @Test
  void exchangeThatFailsSaysHow() {
    Entrusted user = Entrusted.xToken();
    user.spoil(Fault.error(400, "invalid_grant").times(1));
    user.issue().then().statusCode(409);

    JsonPath all = settled(user.tenant());

    assertEquals("exchange", all.getString("items[-1].action"));
    assertEquals("account-not-authorized", all.getString("items[-1].outcome"));
    assertEquals("terminal", all.getString("items[-1].detail.verdict"));
  }

  @Test
  void revocationIsWhatWasAskedAndItsBatches() {
    Entrusted user = Entrusted.xToken();
    user.issued();
    JsonPath done = Revoking.of(user.tenant()).asked(Map.of("uid", user.uid())).jsonPath();

    JsonPath all = settled(user.tenant());

    String id = done.getString("revocationId");
    assertEquals("revocation-begun", all.getString("items[-2].action"));
    assertEquals("operator", all.getString("items[-2].actor"));
    assertEquals("127.0.0.1", all.getString("items[-2].address"));
    assertEquals(user.uid(), all.getString("items[-2].uid"));
    assertEquals(1, all.getInt("items[-2].detail.matched"));
    assertEquals("revocation-batch", all.getString("items[-1].action"));
    assertEquals("service", all.getString("items[-1].actor"));
    assertEquals(id, all.getString("items[-2].target"));
    assertEquals(id, all.getString("items[-1].target"));
  }

  @Test
  void refusedCallsAreCountedAndNotRowsEach() {
    VaultTenant tenant = Service.tenant();
    String poor = tenant.newKey("poor", "PRICING");
    for (int i = 0; i < 30; i++) {
      tenant.with(poor).body(Map.of("uid", "anna")).post("/v1/tokens/issue").then().statusCode(403);
    }
    tenant.asOperator().body(Map.of("limit", 0)).put(tenant.path("/quotas/drop"));
    tenant.drop("anything").then().statusCode(429);
    tenant.with("strm_not-a-key").post("/v1/tokens/issue").then().statusCode(401);

    refusals.flush().await().atMost(PATIENCE);

    settled(tenant);
    JsonPath found = get(tenant, "?action=calls-refused&order=oldest").jsonPath();
    assertEquals(2, found.getList("items").size(), found.prettify());
    int forbidden = found.getList("items.outcome").indexOf("forbidden");
    String item = "items[" + forbidden + "]";
    assertEquals(30, found.getInt(item + ".detail.count"));
    assertEquals("127.0.0.0/24", found.getString(item + ".address"));
    assertEquals("drop", found.getString("items[" + (1 - forbidden) + "].detail.reason"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                tenant
                    .asOperator()
                    .get("/v1/admin/tenants/strongroom/audit?action=calls-refused")
                    .then()
                    .statusCode(200)
                    .body("items.actor", hasItem("stranger"))
                    .body("items.detail.reason", hasItem("Api-Key token length invalid")));
  }

  @Test
  void fetchesAreCountedByKeyUserAndHour() {
    Entrusted user = Entrusted.xToken();
    for (int i = 0; i < 5; i++) {
      user.issued();
    }
    fetches.flush().await().atMost(PATIENCE);
    user.issued();
    fetches.flush().await().atMost(PATIENCE);

    JsonPath counted = get(user.tenant(), "/fetches?uid=" + user.uid()).jsonPath();

    assertEquals(
        6, counted.getList("items.fetches", Integer.class).stream().mapToInt(n -> n).sum());
    assertEquals(user.uid(), counted.getString("items[0].uid"));
    String key = counted.getString("items[0].keyId");
    get(user.tenant(), "/fetches?keyId=" + key).then().body("items", not(hasSize(0)));
    get(user.tenant(), "/fetches?keyId=anotherkey").then().body("items", hasSize(0));
    get(user.tenant(), "/fetches?until=2020-01-01T00:00:00Z").then().body("items", hasSize(0));
    get(Entrusted.xToken().tenant(), "/fetches?uid=" + user.uid()).then().body("items", hasSize(0));
  }

  @Test
  void pagesFollowOneAnotherInBothOrders() {
    VaultTenant tenant = Service.tenant();
    for (int i = 0; i < 5; i++) {
      tenant.created("key " + i, "PRICING");
    }
    settled(tenant);

    for (String order : List.of("newest", "oldest")) {
      JsonPath first = get(tenant, "?limit=4&order=" + order).jsonPath();
      JsonPath second =
          get(tenant, "?limit=4&order=" + order + "&cursor=" + first.getString("nextCursor"))
              .jsonPath();
      assertEquals(4, first.getList("items").size());
      assertEquals(3, second.getList("items").size());
      assertEquals(null, second.getString("nextCursor"));
    }
    get(tenant, "?action=tenant-created").then().body("items.seq", equalTo(List.of(1)));
  }

  @Test
  void exportIsOneLineARowInTheirOrder() {
    VaultTenant tenant = Service.tenant();
    tenant.created("another", "PRICING");
    settled(tenant);

    Response export = get(tenant, "/export");

    assertEquals("application/x-ndjson", export.contentType().replaceFirst(";.*", ""));
    List<String> lines = export.asString().lines().toList();
    assertEquals(3, lines.size());
    for (int i = 0; i < lines.size(); i++) {
      assertEquals(i + 1, JsonPath.from(lines.get(i)).getInt("seq"));
    }
  }

  @Test
  void keptHeadIsSignedAndPassedThroughLater() throws Exception {
    VaultTenant tenant = Service.tenant();
    settled(tenant);
    JsonPath head = get(tenant, "/head").jsonPath();
    assertTrue(KeptHead.isSigned(head), head.prettify());
    tenant.created("made later", "PRICING");
    settled(tenant);

    get(tenant, "/verify?since=" + head.getString("head"))
        .then()
        .body("intact", equalTo(true))
        .body("rows", equalTo(1))
        .body("findings", hasSize(0))
        .body("file", equalTo("read"))
        .body("verifiedTo", notNullValue());
    String kept = head.getString("head");
    String other = kept.replaceFirst(":.", kept.contains(":0") ? ":1" : ":0");
    get(tenant, "/verify?since=" + other).then().body("findings[0].kind", equalTo("rolled-back"));
    get(tenant, "/head").then().body("unsealed", equalTo(0)).body("error", nullValue());
  }

  /** All that was recorded of a tenant, oldest first, when nothing of it waits to be sealed. */
  private static JsonPath settled(VaultTenant tenant) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> get(tenant, "/head").then().statusCode(200).extract().path("unsealed").equals(0));
    return get(tenant, "?order=oldest&limit=1000").then().statusCode(200).extract().jsonPath();
  }

  private static Response search(VaultTenant tenant, Map<String, Object> body) {
    return tenant.asOperator().body(body).post(tenant.path("/audit/search"));
  }

  private static Response get(VaultTenant tenant, String rest) {
    return tenant.asOperator().get(tenant.path("/audit" + rest));
  }
}
