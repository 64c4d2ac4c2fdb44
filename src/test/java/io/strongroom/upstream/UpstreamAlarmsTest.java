package io.strongroom.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an instance that has ended found down does not stay down for good. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class UpstreamAlarmsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String DOWN =
      "INSERT INTO upstream_down (tenant_id, environment, seen_at)"
          + " VALUES (?, ?, clock_timestamp() - ?::interval)";

  @Inject UpstreamAlarms alarms;

  @Test
  void upstreamThatNobodyFindsDownAnyMoreIsUp() {
    VaultTenant tenant = Service.tenant();
    Service.behindItsBack(DOWN, tenant.id(), "forgotten", "3 minutes");
    Service.behindItsBack(DOWN, tenant.id(), "still-down", "1 minute");

    alarms.renew().await().atMost(PATIENCE);
    alarms.renew().await().atMost(PATIENCE);

    JsonPath events =
        await()
            .atMost(PATIENCE)
            .until(
                () -> tenant.asOperator().get(tenant.path("/events")).jsonPath(),
                it -> !it.getList("items").isEmpty());
    assertEquals(1, events.getList("items").size());
    assertEquals("upstream.up", events.getString("items[0].type"));
    assertEquals("forgotten", events.getString("items[0].data.environment"));
    assertTrue(events.getBoolean("items[0].data.assumed"));
  }
}
