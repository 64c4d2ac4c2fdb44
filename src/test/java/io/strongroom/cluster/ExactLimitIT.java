package io.strongroom.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.history.LimitRules;
import io.strongroom.history.Times;
import io.strongroom.service.Callers;
import io.strongroom.service.ShortForm;
import io.strongroom.service.VaultTenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A limit that is used up at three instances, which go and come again meanwhile. {@code
 * -Dcluster.limit} is the one of {@code issue}, which is counted in blocks; that of {@code
 * /v2/auth/token} is a hundred, each call counted by itself.
 */
class ExactLimitIT extends ClusterSuite {
  private static final int ISSUE_LIMIT = Integer.getInteger("cluster.limit", 2_400);
  private static final int AUTH_TOKEN_LIMIT = 100;
  private static final int LOOPS = 4;

  /** The short form looks at one of so many limits. */
  private static final int SHARE = 2;

  private static final Duration USED_UP_WITHIN = Duration.ofMinutes(10);

  private VaultTenant tenant;

  /** Which limit. */
  private enum Resource {
    ISSUE(ISSUE_LIMIT, ISSUE_LIMIT / 8),
    AUTH_TOKEN(AUTH_TOKEN_LIMIT, 0);

    private final int limit;

    /** What of it an instance may have counted beforehand. */
    private final int largestBlock;

    Resource(int limit, int largestBlock) {
      this.limit = limit;
      this.largestBlock = largestBlock;
    }
  }

  @BeforeEach
  void makeTenant() {
    tenant = tenant(Map.of());
    entrust(tenant, "user");
    new Callers(cluster.uri(0), tenant.apiKey()).issue("user").join();
    tenant
        .asOperator()
        .body(Map.of("limit", ISSUE_LIMIT))
        .put(tenant.path("/quotas/issue"))
        .then()
        .statusCode(200);
  }

  static Stream<Resource> resources() {
    return Arrays.stream(Resource.values()).filter(it -> ShortForm.has(it.ordinal(), SHARE));
  }

  private LimitedCallers callers(Resource resource) {
    return new LimitedCallers(
        cluster,
        LOOPS,
        InstantSource.system(),
        instance -> {
          Callers callers = new Callers(instance, tenant.apiKey());
          return resource == Resource.ISSUE ? callers.issueInFull("user") : callers.authToken();
        });
  }

  @ParameterizedTest
  @MethodSource("resources")
  void cleanRestartsCostNoCall(Resource resource) {
    try (LimitedCallers callers = callers(resource)) {
      for (int instance = 0; instance < Cluster.INSTANCES; instance++) {
        int restarted = instance;
        callers.ask(resource.limit / 4);
        callers.without(restarted, () -> restart(restarted));
      }
      assertEquals(List.of(), List.copyOf(callers.unanswered()));
      assertJudged(resource, callers, List.of(), "restarts");
    }
  }

  private void restart(int instance) {
    assertEquals(143, cluster.service(instance).terminate());
    cluster.startAgain(instance);
  }

  @ParameterizedTest
  @MethodSource("resources")
  void killCostsAtMostTheBlocksOfTheKilled(Resource resource) {
    try (LimitedCallers callers = callers(resource)) {
      callers.ask(resource.limit * 3 / 4);
      await().atMost(USED_UP_WITHIN).until(() -> callers.granted() > resource.limit / 4);
      Instant killed = Instant.now();
      cluster.service(1).kill9();
      cluster.startAgain(1);
      assertJudged(resource, callers, List.of(new Times(killed, Instant.now())), "kill");
      long atLeast = resource.limit - resource.largestBlock - callers.unanswered().size();
      assertTrue(callers.granted() >= atLeast, () -> callers.granted() + " granted");
    }
  }

  /** Uses the limit up, and looks at each window that this went into. */
  private static void assertJudged(
      Resource resource, LimitedCallers callers, Collection<Times> losses, String what) {
    callers.askWithoutEnd();
    await()
        .atMost(USED_UP_WITHIN)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> !LimitRules.usedUp(callers.calls()).isEmpty());
    callers.close();
    System.out.printf(
        "%s of %d with %s: granted %s, unanswered %d%n",
        resource,
        resource.limit,
        what,
        LimitRules.usedUp(callers.calls()),
        callers.unanswered().size());
    assertEquals(List.of(), LimitRules.violations(callers.calls(), resource.limit, losses));
  }
}
