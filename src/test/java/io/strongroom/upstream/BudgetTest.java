package io.strongroom.upstream;

import static io.strongroom.service.Hour.withinAnHour;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.arc.Arc;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.quota.Window;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.service.Crowd;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An upstream is asked as often in an hour as its environment's budget says, and not once more. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class BudgetTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void callBeyondTheBudgetIsThrottledToTheEndOfTheHourAndNotSent() {
    withinAnHour(
        () -> {
          Entrusted user = Entrusted.xToken(Map.of("hourlyBudget", 2));
          user.issued();
          user.issued("newerThanGeneration", 1);
          Response refused = user.issue("newerThanGeneration", 2);
          refused
              .then()
              .statusCode(503)
              .body("code", equalTo("upstream-throttled"))
              .body("verdict", equalTo("throttled"));
          int rest = refused.path("retryAfterSeconds");
          assertEquals(3_600 - Instant.now().getEpochSecond() % 3_600, rest, 5);
          user.issue("newerThanGeneration", 2).then().statusCode(503);
          assertEquals(2, user.calls());
          assertEquals("memory", user.issued().getString("source"));
          user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
        });
  }

  @Test
  void repeatsAreCallsToo() {
    withinAnHour(
        () -> {
          Entrusted user = Entrusted.xToken(Map.of("hourlyBudget", 2));
          user.spoil(Fault.of(FaultKind.RESET));
          user.issue().then().statusCode(503).body("code", equalTo("upstream-unavailable"));
          user.issue().then().statusCode(503).body("code", equalTo("upstream-throttled"));
          assertEquals(2, user.calls());
        });
  }

  @Test
  void raisedBudgetIsFeltAtOnceAndWhatWasUsedStays() {
    withinAnHour(
        () -> {
          Entrusted user = Entrusted.xToken(Map.of("hourlyBudget", 1));
          user.issued();
          user.issue("newerThanGeneration", 1).then().statusCode(503);

          put(user, Map.of("hourlyBudget", 2));
          user.issued("newerThanGeneration", 1);
          user.issue("newerThanGeneration", 2).then().statusCode(503);
          assertEquals(2, user.calls());

          put(user, Map.of());
          user.issued("newerThanGeneration", 2);
        });
  }

  @Test
  void repairIsNotCharged() {
    withinAnHour(
        () -> {
          Entrusted user =
              Entrusted.refreshTokenWithGrace(Map.of("hourlyBudget", 1, "timeoutMillis", 1_000));
          user.spoil(Fault.of(FaultKind.LOST_REPLY).times(1));

          assertEquals(1, user.issued().getLong("generation"));

          assertEquals(2, user.calls());
          assertEquals(1L, state(user).then().extract().jsonPath().getLong("budget.used"));
        });
  }

  @Test
  void administratorsSeeWhatIsUsed() {
    withinAnHour(
        () -> {
          Entrusted user = Entrusted.xToken(Map.of("hourlyBudget", 7));
          state(user).then().statusCode(200).body("budget.used", equalTo(0));
          user.issued();
          Response seen = state(user);
          seen.then().body("budget.limit", equalTo(7)).body("budget.used", equalTo(1));
          long until = Instant.parse(seen.path("budget.until")).getEpochSecond();
          assertEquals(0, until % 3_600);
          assertTrue(until > Instant.now().getEpochSecond());
        });
    state(Entrusted.xToken()).then().statusCode(200).body("budget", nullValue());
  }

  @Test
  void manyAtOnceAreChargedExactly() {
    withinAnHour(
        () -> {
          TenantId tenant = new TenantId(Service.tenant().id());
          // Each its own revision, as another instance or an edit would have: none remembers.
          List<Window> windows = Crowd.of(20).each(() -> charge(tenant, UUID.randomUUID()));
          assertEquals(12, windows.stream().filter(Window::admitted).count());
        });
  }

  @Test
  void spentBudgetIsRememberedWithoutAQuery() {
    withinAnHour(
        () -> {
          TenantId tenant = new TenantId(Service.tenant().id());
          UUID revision = new UUID(7, 7);
          for (int i = 0; i < 12; i++) {
            assertTrue(charge(tenant, revision).admitted());
          }
          assertFalse(charge(tenant, revision).admitted());
          Service.sql("DELETE FROM quota_window WHERE tenant_id = ?", tenant.value());
          assertFalse(charge(tenant, revision).admitted());
          assertTrue(charge(tenant, UUID.randomUUID()).admitted());
        });
  }

  private static Window charge(TenantId tenant, UUID revision) {
    return Arc.container()
        .instance(Budget.class)
        .get()
        .charge(tenant, EnvironmentName.DEFAULT, revision, 12)
        .await()
        .atMost(PATIENCE);
  }

  private static void put(Entrusted user, Map<String, Object> settings) {
    user.tenant()
        .asOperator()
        .body(user.settings(settings))
        .put(user.tenant().environmentPath(""))
        .then()
        .statusCode(200);
  }

  private static Response state(Entrusted user) {
    return user.tenant().asOperator().get(user.tenant().environmentPath("/upstream"));
  }
}
