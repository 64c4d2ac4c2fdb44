package io.strongroom.revocation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.strongroom.sandbox.Endpoint;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A revocation of very many tokens: nothing is held in memory, nothing is left out. */
@ServiceTest
@TestProfile(ServiceProfile.class)
@Tag("faults")
class RevocationVolumeIT {
  private static final Logger LOG = Logger.getLogger(RevocationVolumeIT.class);
  private static final int TOKENS = Integer.getInteger("faults.tokens", 10_000);
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /** Live heap that the work itself may take, however many tokens there are. */
  private static final long MOST_BYTES = 48L << 20;

  @Test
  void manyTokensEndHereAndUpstream() {
    Entrusted user = Entrusted.xToken(Map.of("revocationEndpoint", Simulator.revocationEndpoint()));
    Entrusted neighbour = Entrusted.xToken();
    neighbour.issued();
    PlantedTokens.plant(user, TOKENS);
    Revoking revoking = Revoking.of(user.tenant());
    assertEquals(
        TOKENS, revoking.done(Map.of("allOfTenant", true, "dryRun", true)).getInt("matched"));
    long before = liveBytes();
    Instant start = Instant.now();

    Response first = revoking.asked(Map.of("allOfTenant", true));

    Duration answered = Duration.between(start, Instant.now());
    assertEquals(202, first.statusCode());
    JsonPath revocation = first.jsonPath();
    assertEquals(TOKENS, revocation.getInt("matched"));
    long during = liveBytes();
    await()
        .atMost(PATIENCE)
        .until(() -> revoking.report(revocation.getString("revocationId")).statusCode() == 200);
    Duration here = Duration.between(start, Instant.now());
    JsonPath report =
        await()
            .atMost(PATIENCE)
            .until(
                () -> revoking.report(revocation.getString("revocationId")).jsonPath(),
                it -> it.getInt("upstream.pending") == 0);
    Duration there = Duration.between(start, Instant.now());

    assertEquals(TOKENS, report.getInt("matched"));
    assertEquals(TOKENS, report.getInt("revoked"));
    assertEquals(TOKENS, report.getInt("upstream.revoked"));
    assertEquals(TOKENS, Simulator.callsOfClient(Endpoint.REVOKE, user.client()).granted());
    assertNotEquals("upstream", neighbour.issued().getString("source"));
    LOG.infof(
        "%d tokens: answered after %d ms, ended here after %d ms, upstream after %d ms;"
            + " %d KiB of live heap more in the middle",
        TOKENS, answered.toMillis(), here.toMillis(), there.toMillis(), (during - before) >> 10);
    assertTrue(during - before < MOST_BYTES, "bytes: " + (during - before));
  }

  private static long liveBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
