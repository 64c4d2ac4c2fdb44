package io.strongroom.sandbox;

import static io.strongroom.sandbox.TestCalls.form;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The control calls: what they do, and what they refuse. */
class ControlRoutesTest {
  private final SandboxServer server = SandboxServer.start();
  private final SandboxCaller caller = new SandboxCaller(server.baseUri());

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PUT  | clients/c     | {}                                            | clientSecret",
        "PUT  | clients/c     | {\"clientSecret\":5}                          | clientSecret",
        "PUT  | clients/c     | {\"clientSecret\":null}                       | clientSecret",
        "PUT  | clients/a%20b | {\"clientSecret\":\"s\"}                      | clientId",
        "PUT  | clients/c     | {\"clientSecret\":\"s\",\"rotating\":\"no\"}  | rotating",
        "PUT  | clients/c     | {\"clientSecret\":\"s\",\"reuseGraceSeconds\":301} | reuseGraceSeconds",
        "PUT  | clients/c     | {\"clientSecret\":\"s\",\"accessTokenSeconds\":0} | accessTokenSeconds",
        "PUT  | clients/c     | {\"clientSecret\":\"s\",\"expiresInForm\":\"?\"} | expiresInForm",
        "PUT  | clients/c     | {\"clientSecret\":\"s\",\"surprise\":1}       | surprise",
        "POST | master-tokens | {\"uid\":\"u\"}                               | kind",
        "POST | master-tokens | {\"kind\":\"x-token\"}                        | uid",
        "POST | master-tokens | {\"kind\":\"x-token\",\"uid\":5}              | uid",
        "POST | master-tokens | {\"kind\":\"x\",\"uid\":\"u\"}                | kind",
        "POST | faults        | {}                                            | fault",
        "POST | faults        | {\"fault\":\"slow\",\"times\":0}              | times",
        "POST | faults        | {\"fault\":\"slow\",\"delayMillis\":300001}   | delayMillis",
        "POST | faults        | {\"fault\":\"slow\",\"status\":500}           | status",
        "POST | faults        | {\"fault\":\"slow\",\"commits\":true}         | commits",
        "POST | faults        | {\"fault\":\"error\",\"status\":399}          | status",
        "POST | faults        | {\"fault\":\"error\",\"error\":\"a\\\"b\"}    | error",
        "POST | faults        | {\"fault\":\"throttle\",\"retryAfter\":\"a\\r\\nb\"} | retryAfter",
        "POST | faults        | {\"fault\":\"reset\",\"endpoint\":\"x\"}      | endpoint",
        "POST | faults        | [1]                                           | ``",
        "POST | faults        | not json                                      | ``",
      })
  void badInputNamesTheMember(String method, String path, String body, String member) {
    HttpResponse<String> answer = caller.json(method, "/control/" + path, body);
    assertEquals(400, answer.statusCode(), answer.body());
    assertEquals(member, new JsonObject(answer.body()).getString("member"));
    assertFalse(new JsonObject(answer.body()).getString("rule").isEmpty());
    assertTrue(server.faults().pending().isEmpty());
  }

  @Test
  void clientAndMasterTokenMakeAToken() {
    put("{\"clientSecret\":\"s\",\"accessTokenSeconds\":60,\"expiresInForm\":\"string\"}");
    JsonObject token = new JsonObject(token(enter("u")).body());
    assertEquals("60", token.getString("expires_in"));
  }

  @Test
  void clientIdMayBeAUrl() {
    String path = "/control/clients/https%3A%2F%2Fclient.example%2Fid";
    HttpResponse<String> answer = caller.json("PUT", path, "{\"clientSecret\":\"s\"}");
    assertEquals("https://client.example/id", new JsonObject(answer.body()).getString("clientId"));
  }

  @Test
  void givenValueIsTakenAndOneClientOnlyMayUseIt() {
    put("{\"clientSecret\":\"s\"}");
    String body = "{\"kind\":\"x-token\",\"uid\":\"u\",\"clientId\":\"other\",\"value\":\"mine\"}";
    HttpResponse<String> answer = caller.json("POST", "/control/master-tokens", body);
    assertEquals(201, answer.statusCode());
    assertEquals("mine", new JsonObject(answer.body()).getString("masterToken"));
    assertEquals(400, token("mine").statusCode());
  }

  @Test
  void deletedUserHasInvalidGrants() {
    put("{\"clientSecret\":\"s\"}");
    String master = enter("u");
    HttpResponse<String> answer = caller.delete("/control/users/u");
    assertEquals(1, new JsonObject(answer.body()).getInteger("revoked"));
    assertEquals("invalid_grant", new JsonObject(token(master).body()).getString("error"));
  }

  @Test
  void faultsAreAddedShownAndCleared() {
    String throttle = "{\"fault\":\"throttle\",\"times\":2,\"retryAfter\":\"3\",\"uid\":\"u\"}";
    assertEquals(201, caller.json("POST", "/control/faults", throttle).statusCode());
    put("{\"clientSecret\":\"s\"}");
    String master = enter("u");
    HttpResponse<String> answer = token(master);
    assertEquals(429, answer.statusCode());
    assertEquals("3", answer.headers().firstValue("Retry-After").orElse(""));
    JsonObject pending = caller.get("/control/faults").getJsonArray("faults").getJsonObject(0);
    assertEquals(1, pending.getInteger("times"));
    assertEquals(200, caller.delete("/control/faults").statusCode());
    assertEquals(200, token(master).statusCode());
  }

  @Test
  void errorMayHaveABodyOfItsOwn() {
    String companion =
        "{\\\"status\\\":\\\"error\\\",\\\"errors\\\":[\\\"oauth_token.invalid\\\"]}";
    String order = "{\"fault\":\"error\",\"status\":400,\"body\":\"" + companion + "\"}";
    assertEquals(201, caller.json("POST", "/control/faults", order).statusCode());
    JsonObject answer = new JsonObject(token("any").body());
    assertEquals("oauth_token.invalid", answer.getJsonArray("errors").getString(0));
  }

  @Test
  void countersAndLogTellTheCallsWithoutTokens() {
    put("{\"clientSecret\":\"s\"}");
    String master = enter("u");
    String access = new JsonObject(token(master).body()).getString("access_token");
    token("nobody's");

    JsonObject mine = caller.get("/control/counters?uid=u&endpoint=token&clientId=c");
    assertEquals(1, mine.getJsonObject("total").getInteger("received"));
    JsonObject row = mine.getJsonArray("rows").getJsonObject(0);
    assertEquals("x-token", row.getString("grant"));
    assertEquals(1, row.getInteger("granted"));
    JsonObject all = caller.get("/control/counters");
    assertEquals(1, all.getJsonObject("total").getInteger("refused"));
    assertEquals(0, all.getInteger("familiesKilled"));

    JsonObject log = caller.get("/control/log");
    assertEquals(2, log.getJsonArray("calls").size());
    assertEquals("u", log.getJsonArray("calls").getJsonObject(0).getString("uid"));
    assertFalse(log.encode().contains(master));
    assertFalse(log.encode().contains(access));
  }

  @Test
  void familiesOfAUserTellWhichTokenIsCurrent() {
    put("{\"clientSecret\":\"s\"}");
    enter("u");
    assertEquals(new JsonArray(), families("u"), "an x-token has no family");
    String first = server.provider().enter(MasterToken.of(MasterToken.Kind.REFRESH_TOKEN, "u"));
    assertFamily(true, 0);
    assertEquals(200, refresh(first).statusCode());
    assertFamily(true, 1);
    assertEquals(400, refresh(first).statusCode());
    assertFamily(false, 1);
    assertEquals(new JsonArray(), families("stranger"));
  }

  private void assertFamily(boolean alive, long number) {
    JsonObject family = families("u").getJsonObject(0);
    assertEquals(alive, family.getBoolean("alive"));
    assertEquals(number, family.getLong("number"));
  }

  private JsonArray families(String uid) {
    return caller.get("/control/users/" + uid).getJsonArray("refreshFamilies");
  }

  @Test
  void deleteResetsEverything() {
    put("{\"clientSecret\":\"s\"}");
    token(enter("u"));
    server.faults().add(Fault.of(FaultKind.RESET));
    assertEquals(200, caller.delete("/control").statusCode());
    assertEquals(Count.NONE, server.provider().counts().total());
    assertTrue(server.faults().pending().isEmpty());
  }

  @Test
  void fullListOfFaultsIs409() {
    for (int i = 0; i < Faults.FAULTS_MAX; i++) {
      server.faults().add(Fault.of(FaultKind.RESET));
    }
    HttpResponse<String> answer = caller.json("POST", "/control/faults", "{\"fault\":\"reset\"}");
    assertEquals(409, answer.statusCode());
    assertEquals("at most 1000 faults", new JsonObject(answer.body()).getString("rule"));
  }

  private HttpResponse<String> refresh(String token) {
    return caller.form(
        "/token",
        form(
            "grant_type", "refresh_token",
            "refresh_token", token,
            "client_id", "c",
            "client_secret", "s"));
  }

  private void put(String body) {
    assertEquals(200, caller.json("PUT", "/control/clients/c", body).statusCode());
  }

  private String enter(String uid) {
    String body = "{\"kind\":\"x-token\",\"uid\":\"" + uid + "\"}";
    HttpResponse<String> answer = caller.json("POST", "/control/master-tokens", body);
    return new JsonObject(answer.body()).getString("masterToken");
  }

  private HttpResponse<String> token(String master) {
    return caller.form(
        "/token",
        form(
            "grant_type", "x-token",
            "access_token", master,
            "client_id", "c",
            "client_secret", "s"));
  }
}
