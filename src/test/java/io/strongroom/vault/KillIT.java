package io.strongroom.vault;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.service.Callers;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The service ends, one way or the other, in the middle of an exchange. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillIT {
  private final Upstream upstream = new Upstream();
  private KilledService service;

  @BeforeAll
  void start(@TempDir Path folder) {
    service = new KilledService(folder.resolve("data"));
  }

  @AfterAll
  void stop() {
    service.close();
    upstream.close();
  }

  @Test
  void nextLifeServesAtOnceWhatAKilledOneHadClaimed() {
    // The lease lasts for longer than a minute: who waited for it would be seen.
    var patient = Map.of("timeoutMillis", 60_000);
    var xToken = service.tenantOf(upstream, "x-token", patient);
    var refresh =
        service.tenantOf(
            upstream, "refresh_token", Map.of("timeoutMillis", 60_000, "rotating", false));
    xToken.putMasterToken("x-user", upstream.signIn("x-token", "x-user")).then().statusCode(204);
    refresh.putMasterToken("r-user", upstream.signInForGood("r-user")).then().statusCode(204);
    upstream.delay(FaultKind.SLOW, "x-user", Duration.ofSeconds(30));
    upstream.delay(FaultKind.SLOW, "r-user", Duration.ofSeconds(30));
    var one = new Callers(service.uri(), xToken.apiKey()).issue("x-user");
    var other = new Callers(service.uri(), refresh.apiKey()).issue("r-user");
    await().until(() -> upstream.received("x-user") == 1 && upstream.received("r-user") == 1);

    service.killAndStart(false);

    await().until(() -> one.isCompletedExceptionally() && other.isCompletedExceptionally());
    var before = Instant.now();
    assertEquals(1, granted(xToken, "x-user", "upstream").getLong("generation"));
    assertEquals(1, granted(refresh, "r-user", "upstream").getLong("generation"));
    assertTrue(Duration.between(before, Instant.now()).toSeconds() < 10, "no lease is awaited");
    assertEquals(2, upstream.received("x-user"));
    assertEquals(2, upstream.received("r-user"));
  }

  @Test
  void stopWaitsForARotatingExchangeAndStoresIt() {
    var tenant = service.tenantOf(upstream, "refresh_token", Map.of());
    tenant
        .putMasterToken("stopped", upstream.signIn("refresh_token", "stopped"))
        .then()
        .statusCode(204);
    upstream.delay(FaultKind.SLOW_REPLY, "stopped", Duration.ofSeconds(2));
    var waiting = new Callers(service.uri(), tenant.apiKey()).issue("stopped");
    await().until(() -> upstream.granted("stopped") == 1);

    assertEquals(143, service.life().terminate());
    service.start();

    var stored = granted(tenant, "stopped", "vault");
    assertEquals(1, stored.getLong("generation"));
    var answer = waiting.join();
    assertEquals(200, answer.status(), "a stop answers who was waiting");
    assertTrue(answer.token().equals(stored.getString("token")), "the same token");
    // The rotated master token is there, too: it is used now, and nothing was used twice.
    issued(tenant.at(service.uri()).issueNewer("stopped", 1), "upstream");
    assertEquals(2, upstream.received("stopped"));
    assertEquals(0, upstream.sandbox().provider().counts().reuseDetections());
  }

  @Test
  void stopWithNobodyWaitingStoresTheExchangeToo() throws Exception {
    var tenant = service.tenantOf(upstream, "refresh_token", Map.of());
    tenant
        .putMasterToken("abandoned", upstream.signIn("refresh_token", "abandoned"))
        .then()
        .statusCode(204);
    upstream.delay(FaultKind.SLOW_REPLY, "abandoned", Duration.ofSeconds(2));
    try (var caller = new Callers(service.uri(), tenant.apiKey()).issueAndHold("abandoned")) {
      await().until(() -> upstream.granted("abandoned") == 1);
      assertTrue(caller.isConnected());
    }

    assertEquals(143, service.life().terminate());
    service.start();

    assertEquals(1, granted(tenant, "abandoned", "vault").getLong("generation"));
    issued(tenant.at(service.uri()).issueNewer("abandoned", 1), "upstream");
    assertEquals(0, upstream.sandbox().provider().counts().reuseDetections());
  }

  private JsonPath granted(VaultTenant tenant, String uid, String source) {
    return issued(tenant.at(service.uri()).issue(uid), source);
  }

  private static JsonPath issued(Response answer, String source) {
    return answer.then().statusCode(200).body("source", equalTo(source)).extract().jsonPath();
  }
}
