package io.strongroom.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.service.Callers;
import io.strongroom.service.Callers.Answer;
import io.strongroom.service.VaultTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Callers at three instances who find a slot without a token cost one call in the cluster. {@code
 * -Dcluster.callers} is how many, {@code -Dcluster.slots} how many slots others share.
 */
class ColdClusterIT extends ClusterSuite {
  private static final int CALLERS = Integer.getInteger("cluster.callers", 1_000);
  private static final int SLOTS = Integer.getInteger("cluster.slots", 200);

  /** On a busy machine so many callers take longer than an upstream usually gets. */
  private static final Map<String, ?> PATIENT = Map.of("timeoutMillis", 30_000);

  /** Errors that say nothing of the slot. */
  private static final Set<String> TRY_LATER = Set.of("vault-unavailable", "upstream-timeout");

  @Test
  void manyCallersOfOneSlotCostOneCall() {
    VaultTenant tenant = tenant(PATIENT);
    String uid = "of-all";
    entrust(tenant, uid);
    List<Answer> answers = Callers.all(ask(tenant, List.of(uid), CALLERS));
    assertEquals(1, upstream.received(uid));
    assertAllServed(answers);
    assertEquals(1, answers.stream().map(Answer::token).distinct().count());
  }

  @Test
  void manySlotsAtOnceCostACallEach() {
    VaultTenant tenant = tenant(PATIENT);
    List<String> uids = IntStream.range(0, SLOTS).mapToObj(i -> "slot-" + i).toList();
    uids.forEach(uid -> entrust(tenant, uid));
    List<Answer> answers = Callers.all(ask(tenant, uids, Cluster.INSTANCES * SLOTS));
    assertAllServed(answers);
    uids.forEach(uid -> assertEquals(1, upstream.received(uid), uid));
  }

  private static void assertAllServed(List<Answer> answers) {
    List<Answer> refused = answers.stream().filter(it -> it.status() != 200).toList();
    assertEquals(List.of(), refused.stream().limit(3).toList(), () -> refused.size() + " refused");
  }

  /**
   * Asks as often as the service says that a while later is worth it: its database has too much to
   * do, or the exchange goes on for longer than a caller waits.
   */
  private static CompletableFuture<Answer> ask(Callers callers, String uid) {
    return callers
        .issue(uid)
        .thenCompose(
            answer ->
                answer.status() >= 500 && TRY_LATER.contains(answer.body().getString("code"))
                    ? CompletableFuture.supplyAsync(() -> uid, later(answer))
                        .thenCompose(again -> ask(callers, again))
                    : CompletableFuture.completedFuture(answer));
  }

  private static Executor later(Answer refused) {
    return CompletableFuture.delayedExecutor(
        refused.body().getInteger("retryAfterSeconds"), TimeUnit.SECONDS);
  }

  /** Calls go round the instances, and after each round of them on to the next account. */
  private List<CompletableFuture<Answer>> ask(VaultTenant tenant, List<String> uids, int count) {
    List<Callers> at = new ArrayList<>();
    for (int i = 0; i < Cluster.INSTANCES; i++) {
      at.add(new Callers(cluster.uri(i), tenant.apiKey()));
    }
    return IntStream.range(0, count)
        .mapToObj(
            i -> ask(at.get(i % Cluster.INSTANCES), uids.get(i / Cluster.INSTANCES % uids.size())))
        .toList();
  }
}
