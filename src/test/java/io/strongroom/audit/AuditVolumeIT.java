package io.strongroom.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A chain of very many rows: sealed and verified without holding it. */
@ServiceTest
@TestProfile(ServiceProfile.class)
@Tag("faults")
class AuditVolumeIT {
  private static final Logger LOG = Logger.getLogger(AuditVolumeIT.class);
  private static final int ROWS = Integer.getInteger("faults.audit-rows", 50_000);

  @Test
  void longChainIsSealedAndVerified() {
    Instant begin = Instant.now();
    PlantedEvents chain = PlantedEvents.plant(ROWS);
    Instant planted = Instant.now();
    chain.whenSealed();
    Instant whole = Instant.now();

    JsonPath report = chain.verified();

    Instant verified = Instant.now();
    assertTrue(report.getBoolean("intact"), report.prettify());
    assertEquals(ROWS, report.getInt("rows"));
    chain.tamper(
        "UPDATE audit_event SET uid = 'mallory' WHERE tenant_id = $T AND seq = " + (ROWS - 10));
    JsonPath tampered = chain.verified();
    assertEquals(ROWS - 10, tampered.getInt("findings[0].seq"));
    LOG.infof(
        "%d rows: inserted in %d ms, sealed in %d ms, verified in %d ms",
        ROWS, millis(begin, planted), millis(planted, whole), millis(whole, verified));
  }

  private static long millis(Instant from, Instant to) {
    return Duration.between(from, to).toMillis();
  }
}
