package io.strongroom.issue;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.TestProfile;
import io.strongroom.sandbox.Client;
import io.strongroom.sandbox.ExpiresInForm;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Metrics;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens to the client tokens of a user whose master token stays as it is. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class XTokenStoryTest {

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Test
  void tokenIsFetchedOnceServedAgainDroppedAndFetchedAnew() {
    Entrusted user = Entrusted.xToken();

    JsonObject first = user.issued();
    JsonObject again = user.issued();
    assertEquals("upstream", first.getString("source"));
    assertEquals("vault", again.getString("source"));
    assertEquals(first.getString("token"), again.getString("token"));
    assertEquals(first.getLong("generation"), again.getLong("generation"));
    assertEquals(1, user.calls());

    assertDropped(user, first.getString("token"), true, "dropped");
    JsonObject second = user.issued();
    assertEquals(first.getLong("generation") + 1, second.getLong("generation"));
    assertNotEquals(first.getString("token"), second.getString("token"));

    assertDropped(user, first.getString("token"), false, "superseded");
    assertEquals(second.getString("token"), user.issued().getString("token"));
    assertActive(user, first, false);
    assertActive(user, second, true);
    assertEquals(2, user.calls());
  }

  @Test
  void handedOverTokensAreCountedBySource() {
    Entrusted user = Entrusted.xToken();
    double upstream = issued("upstream");
    double vault = issued("vault");

    assertEquals("upstream", user.issued().getString("source"));
    assertEquals("vault", user.issued().getString("source"));

    assertEquals(upstream + 1, issued("upstream"));
    assertEquals(vault + 1, issued("vault"));
    assertTrue(Metrics.at(management).sum("strongroom_memory_emptied_total") >= 1);
  }

  private double issued(String source) {
    return Metrics.at(management).sum("strongroom_issued_total", "source", source);
  }

  @Test
  void answerTellsWhatTheTokenIs() {
    Entrusted user = Entrusted.xToken(client -> client.withScope("orders:read stock:read"));

    JsonObject issued = user.issued();

    assertEquals(user.uid(), issued.getString("uid"));
    assertEquals("production", issued.getString("environment"));
    assertEquals(user.client(), issued.getString("clientId"));
    assertEquals("bearer", issued.getString("tokenType"));
    assertEquals(JsonArray.of("orders:read", "stock:read"), issued.getJsonArray("scopes"));
    Instant expires = Instant.parse(issued.getString("expiresAt"));
    Instant issuedAt = Instant.parse(issued.getString("issuedAt"));
    assertEquals(3600, Duration.between(issuedAt, expires).toSeconds());
    assertTrue(issued.getString("issuedAt").matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"));
    assertNull(issued.getValue("stale"));
    assertNull(issued.getValue("previouslyDropped"));
  }

  @Test
  void noAnswerThatCarriesATokenMayBeStored() {
    Entrusted user = Entrusted.xToken();

    user.issue().then().statusCode(200).header("Cache-Control", "no-store");
  }

  @Test
  void anotherClientHasASlotOfItsOwn() {
    Entrusted user = Entrusted.xToken();
    String other = user.anotherClient();

    JsonObject own = user.issued();
    JsonObject others = user.issued("clientId", other);

    assertEquals(other, others.getString("clientId"));
    assertNotEquals(own.getString("token"), others.getString("token"));
    user.tenant().drop(own.getString("token")).then().statusCode(200);
    assertEquals("vault", user.issued("clientId", other).getString("source"));
    assertActive(user, others, true);
    user.tenant().account(user.uid()).then().body("tokens.clientId", hasItem(other));
  }

  @Test
  void tokenWithTooLittleLifeLeftIsReplaced() {
    Entrusted user = Entrusted.xToken();
    JsonObject first = user.issued();
    user.alterSlots(
        "issued_at = issued_at - interval '3500 seconds',"
            + " expires_at = expires_at - interval '3500 seconds'");

    assertEquals("vault", user.issued("minTtlSeconds", 60).getString("source"));
    JsonObject second = user.issued("minTtlSeconds", 200);

    assertEquals("upstream", second.getString("source"));
    assertEquals(first.getLong("generation") + 1, second.getLong("generation"));
  }

  @Test
  void tokenInItsLastFiveSecondsIsNotServed() {
    Entrusted user = Entrusted.xToken();
    user.issued();
    user.alterSlots("expires_at = clock_timestamp() + interval '4 seconds'");

    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void tokenThatNeverLivesAsLongAsAskedIsServedWhileItIsFresh() {
    Entrusted user = Entrusted.xToken(client -> living(client, Duration.ofSeconds(120)));

    JsonObject first = user.issued("minTtlSeconds", 600);
    JsonObject again = user.issued("minTtlSeconds", 600);
    assertEquals("upstream", first.getString("source"));
    assertEquals("vault", again.getString("source"));
    assertEquals(1, user.calls());

    user.alterSlots(
        "issued_at = issued_at - interval '61 seconds',"
            + " expires_at = expires_at - interval '61 seconds'");
    assertEquals("upstream", user.issued("minTtlSeconds", 600).getString("source"));
    assertEquals(2, user.calls());
  }

  @Test
  void distrustedGenerationIsReplacedAndAnOlderOneIsNot() {
    Entrusted user = Entrusted.xToken();
    long first = user.issued().getLong("generation");

    JsonObject second = user.issued("newerThanGeneration", first);

    assertEquals(first + 1, second.getLong("generation"));
    assertEquals("vault", user.issued("newerThanGeneration", first).getString("source"));
    assertEquals("memory", user.issued("newerThanGeneration", 0).getString("source"));
    assertEquals(2, user.calls());
  }

  @Test
  void generationThatTheSlotNeverHadIsRefused() {
    Entrusted user = Entrusted.xToken();
    long current = user.issued().getLong("generation");

    user.issue("newerThanGeneration", current + 1)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-request"))
        .body("member", equalTo("newerThanGeneration"));
    assertEquals(1, user.calls());
  }

  @Test
  void valueThatTheProviderInsistsOnKeepsItsGenerationAndIsNotAskedForAgain() {
    Entrusted user = Entrusted.xToken(client -> repeating(client, Duration.ofHours(1)));
    JsonObject first = user.issued();
    long generation = first.getLong("generation");

    JsonObject same = user.issued("newerThanGeneration", generation);
    JsonObject quiet = user.issued("newerThanGeneration", generation);

    assertEquals(first.getString("token"), same.getString("token"));
    assertEquals(generation, same.getLong("generation"));
    assertEquals("upstream", same.getString("source"));
    assertEquals("vault", quiet.getString("source"));
    assertEquals(2, user.calls());
    user.alterSlots("quiet_until = clock_timestamp()");
    user.issued("newerThanGeneration", generation);
    assertEquals(3, user.calls(), "when the quiet time is over, the provider is asked again");
  }

  @Test
  void droppedValueThatTheProviderGivesAgainIsANewGenerationAndSaysSo() {
    Entrusted user = Entrusted.xToken(client -> repeating(client, Duration.ofHours(1)));
    JsonObject first = user.issued();
    user.tenant().drop(first.getString("token")).then().body("dropped", equalTo(true));

    JsonObject second = user.issued();

    assertEquals(first.getString("token"), second.getString("token"));
    assertEquals(first.getLong("generation") + 1, second.getLong("generation"));
    assertTrue(second.getBoolean("previouslyDropped"));
    assertTrue(user.issued().getBoolean("previouslyDropped"), "the vault's answer says it too");
    assertActive(user, second, true);
  }

  @Test
  void environmentsOfOneTenantAreApart() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");
    String staging = user.tenant().path("/environments/staging");
    user.tenant().asOperator().body(user.settings(Map.of())).put(staging).then().statusCode(201);
    user.tenant()
        .asOperator()
        .body(Map.of("clientSecret", Entrusted.CLIENT_SECRET, "authMethod", "client_secret_post"))
        .put(staging + "/clients/" + user.client())
        .then()
        .statusCode(201);

    user.issue("environment", "staging").then().body("code", equalTo("account-not-found"));

    user.tenant()
        .asOperator()
        .body(Map.of("masterToken", user.masterToken()))
        .put(staging + "/accounts/" + user.uid() + "/master-token")
        .then()
        .statusCode(204);
    JsonObject other = user.issued("environment", "staging");
    assertEquals("staging", other.getString("environment"));
    assertNotEquals(token, other.getString("token"));
  }

  private static Client living(Client client, Duration life) {
    return client.withAccessTokens(life, ExpiresInForm.NUMBER, false);
  }

  private static Client repeating(Client client, Duration life) {
    return client.withAccessTokens(life, ExpiresInForm.NUMBER, true);
  }

  private static void assertDropped(Entrusted user, String token, boolean dropped, String reason) {
    user.tenant()
        .drop(token)
        .then()
        .statusCode(200)
        .body("dropped", equalTo(dropped))
        .body("reason", equalTo(reason));
  }

  private static void assertActive(Entrusted user, JsonObject issued, boolean active) {
    user.tenant()
        .inspect(issued.getString("token"))
        .then()
        .statusCode(200)
        .body("active", equalTo(active));
  }
}
