package io.strongroom.issue;

import static io.strongroom.sandbox.Endpoint.AUTH_TOKEN;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.strongroom.service.Crowd;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The master token is the client token: nobody is asked for one. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class StaticStoryTest {

  @Test
  void accountWithoutAMasterTokenHasNothingToGive() {
    Entrusted user = Entrusted.apiKey();
    var unused =
        user.tenant()
            .asOperator()
            .delete(user.tenant().environmentPath("/accounts/" + user.uid() + "/master-token"));

    user.issue().then().statusCode(409).body("reason", equalTo("no-master-token"));
  }

  @Test
  void environmentHasNoSuchClient() {
    Entrusted.apiKey()
        .issue("clientId", "nobody")
        .then()
        .statusCode(422)
        .body("code", equalTo("credentials-not-found"));
  }

  @Test
  void masterTokenIsGivenWithoutAskingAnybody() {
    Entrusted user =
        Entrusted.apiKey(Map.of("tokenType", "Api-Key", "assumedLifetimeSeconds", 600));

    JsonObject first = user.issued();

    assertEquals(user.masterToken(), first.getString("token"));
    assertEquals("Api-Key", first.getString("tokenType"));
    assertEquals("upstream", first.getString("source"));
    assertEquals(1, first.getLong("generation"));
    assertEquals(Duration.ofSeconds(600), life(first));
    assertEquals("vault", user.issued().getString("source"));
    assertEquals(0, user.calls() + Simulator.calls(AUTH_TOKEN, user.uid()).received());
  }

  @Test
  void tokenLivesNoLongerThanTheMasterToken() {
    Entrusted user = Entrusted.apiKey();
    Instant end = Instant.now().plusSeconds(900).truncatedTo(ChronoUnit.SECONDS);
    put(user, user.masterToken(), end);

    assertEquals(end.toString(), user.issued().getString("expiresAt"));
  }

  @Test
  void shorterMasterTokenShortensTheTokenThatWasGiven() {
    Entrusted user = Entrusted.apiKey();
    user.issued();
    Instant end = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);

    put(user, user.masterToken(), end);

    assertEquals(end.toString(), user.issued().getString("expiresAt"));
    user.tenant()
        .inspect(user.masterToken())
        .then()
        .body("active", equalTo(true))
        .body("expiresAt", equalTo(end.toString()));
  }

  @Test
  void anotherMasterTokenIsTheNextGenerationAtOnce() {
    Entrusted user = Entrusted.apiKey();
    assertEquals(1, user.issued().getLong("generation"));
    String next = user.signIn();

    user.tenant().putMasterToken(user.uid(), next).then().statusCode(204);

    user.tenant().inspect(user.masterToken()).then().body("active", equalTo(false));
    user.tenant()
        .drop(user.masterToken())
        .then()
        .body("dropped", equalTo(false))
        .body("reason", equalTo("superseded"));
    JsonObject issued = user.issued("newerThanGeneration", 1);
    assertEquals(next, issued.getString("token"));
    assertEquals(2, issued.getLong("generation"));
    assertEquals("vault", user.issued().getString("source"));
  }

  @Test
  void sameMasterTokenAgainChangesNothing() {
    Entrusted user = Entrusted.apiKey();
    user.issued();

    user.tenant().putMasterToken(user.uid(), user.masterToken()).then().statusCode(204);

    JsonObject again = user.issued();
    assertEquals(1, again.getLong("generation"));
    assertEquals("vault", again.getString("source"));
  }

  @Test
  void droppedValueComesBackAsANewGenerationThatSaysSo() {
    Entrusted user = Entrusted.apiKey();
    user.issued();
    user.tenant().drop(user.masterToken()).then().body("dropped", equalTo(true));
    user.tenant().inspect(user.masterToken()).then().body("active", equalTo(false));

    JsonObject again = user.issued();

    assertEquals(user.masterToken(), again.getString("token"));
    assertEquals(2, again.getLong("generation"));
    assertTrue(again.getBoolean("previouslyDropped"));
  }

  @Test
  void distrustedTokenIsAllThereIs() {
    Entrusted user = Entrusted.apiKey();
    user.issued();

    JsonObject again = user.issued("newerThanGeneration", 1);

    assertEquals(user.masterToken(), again.getString("token"));
    assertEquals(1, again.getLong("generation"));
  }

  @Test
  void manyAtOnceGetOneGeneration() {
    Entrusted user = Entrusted.apiKey();

    List<Long> generations = Crowd.of(20).each(() -> user.issued().getLong("generation"));

    assertEquals(List.of(1L), generations.stream().distinct().toList());
  }

  @Test
  void environmentOfTheGrantNeedsABaseUrlWithoutAQuery() {
    Entrusted user = Entrusted.apiKey();
    String query = Simulator.baseUri() + "?a=b";

    assertRefused(user, "baseUrl", Map.of("grant", "static"));
    assertRefused(user, "baseUrl", Map.of("grant", "static", "baseUrl", query));
    assertRefused(user, "tokenEndpoint", user.settings(Map.of("tokenEndpoint", query)));
    assertRefused(
        user,
        "baseUrl",
        Map.of("grant", "x-token", "tokenEndpoint", query, "baseUrl", Simulator.baseUri()));
  }

  @Test
  void environmentIsPutBackAsItIsRead() {
    Entrusted user = Entrusted.apiKey();
    String path = user.tenant().environmentPath("");
    Map<String, Object> read = user.tenant().asOperator().get(path).jsonPath().getMap("$");
    read.remove("environment");

    user.tenant().asOperator().body(read).put(path).then().statusCode(200);
  }

  @Test
  void masterTokensOfAnotherGrantAreNotHandedOutByAnEdit() {
    Entrusted user = Entrusted.refreshToken();
    Map<String, Object> made =
        Map.of("grant", "static", "baseUrl", Simulator.baseUri(), "defaultClientId", user.client());
    String admin = user.tenant().newKey("admin", "TENANT_ADMIN");

    user.tenant()
        .with(admin)
        .body(made)
        .put(user.tenant().environmentPath(""))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict"));
  }

  private static void assertRefused(Entrusted user, String member, Map<String, Object> settings) {
    user.tenant()
        .asOperator()
        .body(settings)
        .put(user.tenant().path("/environments/other"))
        .then()
        .statusCode(400)
        .body("member", equalTo(member));
  }

  private static void put(Entrusted user, String masterToken, Instant expiresAt) {
    user.tenant()
        .putMasterToken(
            user.uid(), Map.of("masterToken", masterToken, "expiresAt", expiresAt.toString()))
        .then()
        .statusCode(204);
  }

  private static Duration life(JsonObject issued) {
    return Duration.between(
        Instant.parse(issued.getString("issuedAt")), Instant.parse(issued.getString("expiresAt")));
  }
}
