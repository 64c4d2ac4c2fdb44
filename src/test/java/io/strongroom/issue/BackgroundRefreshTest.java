package io.strongroom.issue;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A token past the time of its renewal is served while a new one is fetched. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class BackgroundRefreshTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration A_WHILE = Duration.ofMillis(400);

  /** One call and its two repeats. */
  private static final int CALLS_OF_A_FAILED_EXCHANGE = 3;

  private static final String DUE = "refresh_after = clock_timestamp()";

  @Test
  void tokenThatIsNotDueIsNotRenewed() {
    Entrusted user = Entrusted.xToken();
    user.issued();

    user.issued();

    await().during(A_WHILE).atMost(PATIENCE).until(() -> user.calls() == 1);
  }

  @Test
  void dueTokenIsServedOnceMoreAndThenItsSuccessor() {
    Entrusted user = Entrusted.xToken();
    JsonObject first = user.issued();
    user.alterSlots(DUE);

    JsonObject served = user.issued();

    assertEquals("vault", served.getString("source"));
    assertEquals(first.getString("token"), served.getString("token"));
    assertNull(served.getValue("stale"));
    JsonObject renewed = await().atMost(PATIENCE).until(user::issued, it -> generation(it) == 2);
    assertEquals("vault", renewed.getString("source"));
    assertEquals(2, user.calls());
  }

  @Test
  void failingRenewalKeepsTheTokenAndIsTriedOnceInThirtySeconds() {
    Entrusted user = Entrusted.xToken();
    JsonObject first = user.issued();
    user.spoil(Fault.of(FaultKind.RESET).times(CALLS_OF_A_FAILED_EXCHANGE));
    user.alterSlots(DUE);

    user.issued();
    JsonObject stale =
        await()
            .atMost(PATIENCE)
            .until(user::issued, it -> Boolean.TRUE.equals(it.getValue("stale")));

    assertEquals(first.getString("token"), stale.getString("token"));
    assertEquals(1 + CALLS_OF_A_FAILED_EXCHANGE, user.calls());
    assertTrue(user.issued().getBoolean("stale"));
    await()
        .during(A_WHILE)
        .atMost(PATIENCE)
        .until(() -> user.calls() == 1 + CALLS_OF_A_FAILED_EXCHANGE);

    user.alterSlots("background_after = clock_timestamp()");
    user.issued();
    JsonObject renewed = await().atMost(PATIENCE).until(user::issued, it -> generation(it) == 2);
    assertNull(renewed.getValue("stale"));
  }

  @Test
  void tokenOfARefusedAccountIsServedAndNotRenewed() {
    Entrusted user = Entrusted.xToken();
    JsonObject first = user.issued();
    Simulator.signOut(user.uid());
    user.issue("newerThanGeneration", 1).then().statusCode(409);
    user.alterSlots(DUE);
    long calls = user.calls();

    JsonObject served = user.issued();

    assertEquals(first.getString("token"), served.getString("token"));
    assertTrue(served.getBoolean("stale"));
    await().during(A_WHILE).atMost(PATIENCE).until(() -> user.calls() == calls);
    user.tenant().account(user.uid()).then().body("status", equalTo("not-authorized"));
  }

  @Test
  void timeOfRenewalIsAShareOfTheLife() {
    Entrusted user = Entrusted.xToken();
    user.issued();

    int between =
        Service.sql(
            "UPDATE client_token SET generation = generation WHERE tenant_id = ?"
                + " AND refresh_after - issued_at BETWEEN 0.75 * (expires_at - issued_at)"
                + " AND 0.9 * (expires_at - issued_at)",
            user.tenant().id());

    assertEquals(1, between);
  }

  private static long generation(JsonObject issued) {
    return issued.getLong("generation");
  }
}
