package io.strongroom.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.database.ExternalPostgres;
import io.strongroom.history.LimitRules;
import io.strongroom.service.Callers;
import io.strongroom.service.VaultTenant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Limits are used up at three instances before and after the turn of the database's hour, with
 * nothing else happening: each hour grants exactly its limit.
 */
class HourTurnIT extends ClusterSuite {
  private static final int LOOPS = 4;
  private static final Duration TURN = Duration.ofSeconds(12);

  @Override
  Cluster start(Path folder, Map<String, String> settings) {
    return Cluster.start(
        Cluster.INSTANCES, ExternalPostgres.withAClockOfItsOwn(), folder, settings);
  }

  /** The first is counted call by call, the second in blocks. */
  @ParameterizedTest
  @ValueSource(longs = {100, 2_000})
  void eachHourGrantsExactlyItsLimit(long limit) {
    VaultTenant tenant = tenant(Map.of());
    entrust(tenant, "user");
    new Callers(cluster.uri(0), tenant.apiKey()).issue("user").join();
    tenant
        .asOperator()
        .body(Map.of("limit", limit))
        .put(tenant.path("/quotas/issue"))
        .then()
        .statusCode(200);
    cluster.postgres().turnTheHourIn(TURN);
    try (var callers =
        new LimitedCallers(
            cluster,
            LOOPS,
            cluster.postgres().clock(),
            instance -> new Callers(instance, tenant.apiKey()).issueInFull("user"))) {
      callers.askWithoutEnd();
      await()
          .atMost(TURN.plusSeconds(60))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> LimitRules.usedUp(callers.calls()).size() == 2);
      callers.close();
      System.out.printf(
          "limit %d over a turn: granted %s, unanswered %d%n",
          limit, LimitRules.usedUp(callers.calls()), callers.unanswered().size());
      assertEquals(List.of(), LimitRules.violations(callers.calls(), limit, callers.unanswered()));
    }
  }
}
