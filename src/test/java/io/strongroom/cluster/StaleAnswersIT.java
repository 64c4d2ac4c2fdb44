package io.strongroom.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.history.Spread;
import io.strongroom.service.Callers;
import io.strongroom.service.Callers.Answer;
import io.strongroom.service.VaultTenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tokens are dropped at one instance while callers fetch them at three. {@code -Dcluster.rounds} is
 * how often, {@code -Dcluster.stops} how often while one instance stands still.
 */
class StaleAnswersIT extends ClusterSuite {
  private static final int ROUNDS = Integer.getInteger("cluster.rounds", 100);
  private static final int STOPS = Integer.getInteger("cluster.stops", 2);
  private static final int SLOTS = 100;
  private static final int LOOPS = 2;
  private static final Duration LEASE_AND_MARGIN = Duration.ofMillis(2_250);

  @Test
  void droppedTokenIsServedByNobody() {
    VaultTenant tenant = tenant(Map.of());
    List<String> uids = uids(tenant);
    Spread latencies = new Spread();
    try (Readers readers = new Readers(cluster.uris(), tenant.apiKey(), LOOPS, uids)) {
      for (int round = 0; round < ROUNDS; round++) {
        Callers callers = new Callers(cluster.uri(round % Cluster.INSTANCES), tenant.apiKey());
        latencies.add(dropOne(callers, uids.get(round % SLOTS), readers));
      }
      System.out.printf(
          "drops, three live: %s; %d answers, %d from memory, %d stale%n",
          latencies, readers.answers(), readers.fromMemory(), readers.stale().size());
      assertEquals(List.of(), readers.stale());
    }
  }

  @Test
  void dropWaitsForAnInstanceThatStandsStillNoLongerThanItsLease() {
    VaultTenant tenant = tenant(Map.of());
    String uid = "user";
    entrust(tenant, uid);
    Spread latencies = new Spread();
    for (int stop = 0; stop < STOPS; stop++) {
      latencies.add(dropWhileOneStandsStill(tenant, uid));
    }
    System.out.printf("drops, one stands still: %s%n", latencies);
    Duration longest = latencies.at(1);
    assertTrue(longest.compareTo(LEASE_AND_MARGIN.plusSeconds(2)) < 0, () -> "took " + longest);
  }

  private Duration dropWhileOneStandsStill(VaultTenant tenant, String uid) {
    Callers last = new Callers(cluster.uri(2), tenant.apiKey());
    await().until(() -> "memory".equals(last.issue(uid).join().body().getString("source")));
    Callers callers = new Callers(cluster.uri(0), tenant.apiKey());
    cluster.service(2).freeze();
    try {
      Answer issued = callers.issue(uid).join();
      Duration took = drop(callers, issued);
      cluster.service(2).thaw();
      assertEquals(issued.generation() + 1, last.issue(uid).join().generation());
      return took;
    } finally {
      cluster.service(2).thaw();
    }
  }

  private static Duration dropOne(Callers callers, String uid, Readers readers) {
    Answer issued = callers.issue(uid).join();
    Duration took = drop(callers, issued);
    readers.atLeast(uid, issued.generation() + 1);
    return took;
  }

  private static Duration drop(Callers callers, Answer issued) {
    long begun = System.nanoTime();
    Answer dropped = callers.drop(issued.token()).join();
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertEquals(200, dropped.status(), dropped::toString);
    return took;
  }

  private List<String> uids(VaultTenant tenant) {
    List<String> uids = IntStream.range(0, SLOTS).mapToObj(i -> "user-" + i).toList();
    uids.forEach(uid -> entrust(tenant, uid));
    return uids;
  }
}
