package io.strongroom.revocation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.strongroom.database.ServiceProcess;
import io.strongroom.sandbox.Endpoint;
import io.strongroom.sandbox.MasterToken;
import io.strongroom.service.Callers;
import io.strongroom.service.Crowd;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service is killed in the middle of a revocation, here and upstream; the next life ends it.
 */
@Tag("faults")
class RevocationKillIT {
  private static final int TOKENS = Integer.getInteger("faults.killed.tokens", 1_500);

  /** The first life may have begun upstream before all was revoked here. */
  private static final int KILLS = 2;

  /** Tokens of one round of a lane, whose outcomes a kill may keep from being written. */
  private static final int ROUND = 64;

  /** Callers at once, so that a slow machine answers each in time. */
  private static final int CROWD = 50;

  /** Both leases of the life that was killed, and the work. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final String operatorKey = TestKeys.random();
  private final Upstream upstream = new Upstream();
  private ServiceProcess service;
  private VaultTenant tenant;

  @AfterEach
  void stop() {
    service.close();
    upstream.close();
  }

  @Test
  void nextLifeEndsWhatAKilledOneHadBegun(@TempDir Path folder) throws Exception {
    start(folder);
    tenant =
        upstream.tenantOf(
            service.baseUri(),
            operatorKey,
            "x-token",
            Map.of("revocationEndpoint", upstream.sandbox().baseUri() + "/revoke"));
    populate();

    var asked = Revoking.of(tenant).asked(Map.of("allOfTenant", true, "masterToken", true));
    service.kill9();
    String id = asked.then().statusCode(202).extract().path("revocationId");
    assertTrue(living() > 0, "the kill fell in the middle");
    start(folder);

    await().atMost(PATIENCE).until(() -> report(id).getInt("revoked") == TOKENS);
    await().atMost(PATIENCE).until(() -> revokedUpstream() > TOKENS / 4);
    service.kill9();
    start(folder);

    JsonPath report =
        await().atMost(PATIENCE).until(() -> report(id), it -> it.getInt("upstream.pending") == 0);
    assertEquals(TOKENS, report.getInt("matched"));
    assertEquals(TOKENS, report.getInt("revoked"));
    // Each client token and each master token.
    assertEquals(2 * TOKENS, report.getInt("upstream.revoked"));
    assertEquals(0, living());
    IntStream.range(0, TOKENS)
        .forEach(
            i ->
                assertTrue(
                    upstream.sandbox().provider().counts().of(Endpoint.REVOKE, uid(i)).granted()
                        >= 2,
                    uid(i)));
    // At least once: what was under way at a kill is asked again, and no more than that.
    assertTrue(
        revokedUpstream() <= 2 * TOKENS + KILLS * ROUND, "asked " + revokedUpstream() + " times");
  }

  private void start(Path folder) {
    service = ServiceProcess.start(folder.resolve("data"), ServiceSettings.of(operatorKey));
    if (tenant != null) {
      tenant = tenant.at(service.baseUri());
    }
  }

  private void populate() {
    Callers callers = new Callers(service.baseUri(), tenant.apiKey());
    Crowd.of(4).share(TOKENS, this::entrust);
    for (int from = 0; from < TOKENS; from += CROWD) {
      Callers.all(
              callers.issue(IntStream.range(from, from + CROWD).mapToObj(RevocationKillIT::uid)))
          .forEach(answer -> assertEquals(200, answer.status(), answer.toString()));
    }
  }

  private void entrust(int number) {
    MasterToken token = MasterToken.of(MasterToken.Kind.X_TOKEN, uid(number));
    tenant
        .putMasterToken(uid(number), upstream.sandbox().provider().enter(token))
        .then()
        .statusCode(204);
  }

  private JsonPath report(String id) {
    return Revoking.of(tenant).report(id).jsonPath();
  }

  private long revokedUpstream() {
    return upstream.sandbox().provider().counts().of(Endpoint.REVOKE).granted();
  }

  /** Read from the database, which outlives the service that was killed. */
  private int living() throws SQLException, IOException {
    try (Connection connection = service.connect();
        PreparedStatement count =
            connection.prepareStatement(
                "SELECT count(*) FROM client_token WHERE tenant_id = ? AND token IS NOT NULL")) {
      count.setString(1, tenant.id());
      try (ResultSet rows = count.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  private static String uid(int number) {
    return "user-" + number;
  }
}
