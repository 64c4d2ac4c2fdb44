package io.strongroom.imports;

import static io.strongroom.imports.ImportLines.token;
import static io.strongroom.imports.ImportLines.user;
import static io.strongroom.imports.ImportLines.withToken;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.strongroom.sandbox.MasterToken;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.strongroom.service.VaultTenant;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What lines mean for users who are there, and for users who are not. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class ImportsTest {
  private final Entrusted there = Entrusted.xToken();
  private final VaultTenant tenant = there.tenant();

  @Test
  void badLinesAreListedWithLineAndRuleAndTheOthersAreTakenIn() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    List<Map<String, Object>> expected = new ArrayList<>();
    int line = 0;
    for (BadLines bad : BadLines.all()) {
      file.writeBytes(user("good-" + ++line, "m-" + line).getBytes());
      file.writeBytes(bad.bytes());
      file.write('\n');
      Reject reject = bad.reject(++line);
      expected.add(Map.of("line", line, "member", reject.member(), "rule", reject.rule()));
    }
    int kinds = BadLines.all().size();

    JsonPath done = Importing.of(tenant).done(file.toByteArray());

    assertEquals(2 * kinds, done.getInt("received"));
    assertEquals(kinds, done.getInt("accepted"));
    assertEquals(kinds, done.getInt("rejected"));
    Response rejects = Importing.of(tenant).rejects(done.getString("importId"), "?limit=1000");
    assertEquals(expected, rejects.jsonPath().getList("items"));
    assertEquals(kinds, rejects.jsonPath().getInt("kept"));
    assertFalse(rejects.asString().contains(BadLines.SECRET));
    tenant.account("good-1").then().body("status", equalTo("authorized"));
  }

  @Test
  void recordSaysWhoBroughtWhichLines() {
    String id = Importing.of(tenant).done(user("eve", "m-eve") + "{}\n").getString("importId");

    List<Map<String, Object>> acts =
        Awaitility.await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> recorded("import-begun", "import-batch"), all -> all.size() == 2);

    assertEquals(List.of(id, id), acts.stream().map(act -> act.get("target")).toList());
    assertEquals(List.of("operator", "operator"), acts.stream().map(ImportsTest::actor).toList());
    assertEquals(
        Map.of("from", 1, "to", 2, "accepted", 1, "rejected", 1, "last", true),
        acts.get(1).get("detail"));
  }

  private List<Map<String, Object>> recorded(String... actions) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (String action : actions) {
      all.addAll(
          tenant
              .asOperator()
              .get(tenant.path("/audit?action=" + action))
              .jsonPath()
              .<Map<String, Object>>getList("items"));
    }
    return all;
  }

  private static Object actor(Map<String, Object> act) {
    return act.get("actor") instanceof Map<?, ?> actor ? actor.get("kind") : act.get("actor");
  }

  @Test
  void rejectsArePaged() {
    String id = Importing.of(tenant).done("{}\n".repeat(5)).getString("importId");

    JsonPath first = Importing.of(tenant).rejects(id, "?limit=2").jsonPath();
    JsonPath second =
        Importing.of(tenant).rejects(id, "?limit=3&cursor=" + first.get("nextCursor")).jsonPath();

    assertEquals(List.of(1, 2), first.getList("items.line"));
    assertEquals(List.of(3, 4, 5), second.getList("items.line"));
    assertNull(second.getString("nextCursor"));
    Importing.of(tenant)
        .rejects(id, "?cursor=x")
        .then()
        .statusCode(400)
        .body("member", equalTo("cursor"));
  }

  @Test
  void environmentsAndClientsMustExist() {
    String file =
        ImportLines.line(
                new JsonObject()
                    .put("uid", "a")
                    .put("masterToken", "m")
                    .put("environment", "nowhere"))
            + withToken("b", "m", token("t", 60).put("clientId", "nobody"));

    String id = Importing.of(tenant).done(file).getString("importId");

    assertEquals(
        List.of("environment", "clientToken.clientId"),
        Importing.of(tenant).rejects(id, "").jsonPath().getList("items.member"));
    tenant.account("b").then().statusCode(404);
  }

  @Test
  void masterTokenThatTheAccountHadBeforeIsRefused() {
    tenant
        .asOperator()
        .body(Map.of("uid", there.uid(), "masterToken", true))
        .post(tenant.path("/revocations"))
        .then()
        .statusCode(200);

    JsonPath done = Importing.of(tenant).done(user(there.uid(), there.masterToken()));

    assertEquals(1, done.getInt("rejected"));
    Importing.of(tenant)
        .rejects(done.getString("importId"), "")
        .then()
        .body("items[0].member", equalTo("masterToken"))
        .body("items[0].rule", equalTo("master-token-superseded"));
    tenant.account(there.uid()).then().body("reason", equalTo("revoked"));
  }

  @Test
  void masterTokenThatWasRotatedAwayIsRefused() {
    Entrusted rotating = Entrusted.refreshToken();
    rotating.issued();

    JsonPath done =
        Importing.of(rotating.tenant()).done(user(rotating.uid(), rotating.masterToken()));

    assertEquals(1, done.getInt("rejected"));
    assertEquals(2, rotating.issue("newerThanGeneration", 1).jsonPath().getInt("generation"));
  }

  @Test
  void newUsersTokensAreExchangedWhenTheyAreAskedFor() {
    String uid = "new-" + UUID.randomUUID();
    String master = Simulator.enter(MasterToken.of(MasterToken.Kind.X_TOKEN, uid));

    JsonPath done = Importing.of(tenant).done(user(uid, master));

    assertEquals(1, done.getInt("accepted"));
    assertEquals(0, Simulator.calls(uid).received());
    tenant.issue(uid).then().statusCode(200).body("source", equalTo("upstream"));
  }

  @Test
  void sameLinesAgainAreUnchanged() {
    String file = user("a", "m-1") + withToken("b", "m-2", token("t-" + tenant.id(), 600));
    Importing.of(tenant).done(file);
    UUID version = version("a");

    JsonPath again = Importing.of(tenant).done(file);

    assertEquals(2, again.getInt("unchanged"));
    assertEquals(0, again.getInt("accepted") + again.getInt("rejected") + again.getInt("skipped"));
    assertEquals(version, version("a"));
  }

  @Test
  void anotherMasterTokenReplacesTheFormerAndEndsWhatIsClaimed() {
    there.issued();
    UUID version = version(there.uid());
    long fence = fence();

    JsonPath done = Importing.of(tenant).done(user(there.uid(), there.signIn()));

    assertEquals(1, done.getInt("accepted"));
    assertNotEquals(version, version(there.uid()));
    assertEquals(fence + 1, fence());
    assertEquals(1, there.issued().getInteger("generation"), "client tokens stay");
    assertEquals(2, there.issued("newerThanGeneration", 1).getInteger("generation"));
  }

  @Test
  void presentMasterTokenAgainAuthorizesTheAccountAgain() {
    Service.sql(
        "UPDATE account SET refused_reason = 'invalid-grant' WHERE tenant_id = ?", tenant.id());

    JsonPath done = Importing.of(tenant).done(user(there.uid(), there.masterToken()));

    assertEquals(1, done.getInt("accepted"));
    tenant.account(there.uid()).then().body("status", equalTo("authorized"));
  }

  @Test
  void endOfAMasterTokenIsTakenOver() {
    JsonObject members =
        new JsonObject().put("uid", there.uid()).put("masterToken", there.masterToken());
    String ended = ImportLines.line(members.copy().put("expiresAt", "2026-01-01T00:00:00Z"));

    assertEquals(1, Importing.of(tenant).done(ended).getInt("accepted"));

    tenant.account(there.uid()).then().body("reason", equalTo("expired"));
    assertEquals(1, Importing.of(tenant).done(ended).getInt("unchanged"));
    Importing.of(tenant).done(ImportLines.line(members));
    tenant.account(there.uid()).then().body("status", equalTo("authorized"));
  }

  @Test
  void replacedKeyIsServedNoMoreWhereItIsTheClientToken() {
    Entrusted key = Entrusted.apiKey();
    String old = key.issued().getString("token");
    String other = key.signIn();

    Importing.of(key.tenant()).done(user(key.uid(), other));

    JsonObject issued = key.issued();
    assertEquals(2, issued.getInteger("generation"));
    assertEquals(other, issued.getString("token"));
    assertNotEquals(other, old);
    JsonPath refused =
        Importing.of(key.tenant()).done(withToken(key.uid(), other, token("t", 600)));
    assertEquals(1, refused.getInt("rejected"));
  }

  @Test
  void userOnManyLinesIsTakenInLineAfterLine() {
    String other = there.anotherClient();
    String file =
        withToken("many", "m-1", token("t1-" + tenant.id(), 600, "a", "b"))
            + withToken("many", "m-1", token("t2-" + tenant.id(), 600).put("clientId", other))
            + user("many", "m-2")
            + user("many", "m-2");

    JsonPath done = Importing.of(tenant).done(file);

    assertEquals(3, done.getInt("accepted"));
    assertEquals(1, done.getInt("unchanged"));
    tenant
        .account("many")
        .then()
        .body("tokens.size()", equalTo(2))
        .body(
            "tokens.find { it.clientId == '" + there.client() + "' }.scopes",
            equalTo(List.of("a", "b")));
  }

  @Test
  void exportHasAllAccountsAndNoSecret() {
    there.issued();
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < 1_200; i++) {
      file.append(user("exported-" + i, BadLines.SECRET));
    }
    Importing.of(tenant).done(file.toString());

    Response answer = tenant.asOperator().get(tenant.environmentPath("/export"));

    answer.then().statusCode(200).contentType(startsWith("application/x-ndjson"));
    List<String> lines = answer.asString().lines().toList();
    assertEquals(1_201, lines.size());
    assertEquals(
        List.of("exported-0", "authorized"),
        List.of(
            new JsonObject(lines.get(0)).getString("uid"),
            new JsonObject(lines.get(0)).getString("status")));
    JsonObject last = new JsonObject(lines.get(1_200));
    assertEquals(there.uid(), last.getString("uid"));
    assertEquals(1, last.getJsonArray("tokens").size());
    assertFalse(answer.asString().contains(BadLines.SECRET));
    assertFalse(answer.asString().contains(there.masterToken()));
    tenant
        .asOperator()
        .get(tenant.path("/environments/nowhere/export"))
        .then()
        .statusCode(404)
        .body("code", equalTo("environment-not-found"));
  }

  @Test
  void importsAreListed() {
    JsonPath done = Importing.of(tenant).done(user("a", "m"));

    tenant
        .asOperator()
        .get(tenant.path("/imports"))
        .then()
        .body("items.size()", equalTo(1))
        .body("items[0].importId", equalTo(done.getString("importId")))
        .body("items[0].state", equalTo("finished"))
        .body("items[0].endedAt", notNullValue());
    tenant.asOperator().get(tenant.path("/imports/nosuchimport")).then().statusCode(404);
  }

  private UUID version(String uid) {
    return Service.value(
        UUID.class,
        "SELECT master_version FROM account WHERE tenant_id = ? AND uid = ?",
        tenant.id(),
        uid);
  }

  private long fence() {
    return Service.value(Long.class, "SELECT fence FROM claim WHERE tenant_id = ?", tenant.id());
  }
}
