package io.strongroom.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.service.Callers;
import io.strongroom.service.Callers.Answer;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens are dropped at one instance while callers fetch them at three. {@code -Dcluster.rounds} is
 * how often.
 */
@Tag("faults")
class StaleAnswersIT {
  private static final int ROUNDS = Integer.getInteger("cluster.rounds", 200);
  private static final int SLOTS = 100;
  private static final int LOOPS = 2;
  private static final Duration LEASE_AND_MARGIN = Duration.ofMillis(2_250);

  private final Upstream upstream = new Upstream();

  @AfterEach
  void closeUpstream() {
    upstream.close();
  }

  @Test
  void droppedTokenIsServedByNobody(@TempDir Path folder) {
    try (Cluster cluster = Cluster.start(folder, Map.of())) {
      VaultTenant tenant =
          upstream.tenantOf(cluster.uri(0), cluster.operatorKey(), "x-token", Map.of());
      List<String> uids = uids(tenant);
      List<Duration> latencies = new ArrayList<>();
      try (Readers readers = new Readers(cluster.uris(), tenant.apiKey(), LOOPS, uids)) {
        for (int round = 0; round < ROUNDS; round++) {
          Callers callers = new Callers(cluster.uri(round % Cluster.INSTANCES), tenant.apiKey());
          latencies.add(dropOne(callers, uids.get(round % SLOTS), readers));
        }
        report("three live", latencies, readers);
        assertEquals(List.of(), readers.stale());
      }
    }
  }

  @Test
  void dropWaitsForAnInstanceThatStandsStillNoLongerThanItsLease(@TempDir Path folder) {
    try (Cluster cluster = Cluster.start(folder, Map.of())) {
      VaultTenant tenant =
          upstream.tenantOf(cluster.uri(0), cluster.operatorKey(), "x-token", Map.of());
      String uid = uids(tenant).get(0);
      new Callers(cluster.uri(2), tenant.apiKey()).issue(uid).join();
      cluster.service(2).freeze();
      Callers callers = new Callers(cluster.uri(0), tenant.apiKey());
      Answer issued = callers.issue(uid).join();
      long begun = System.nanoTime();
      callers.drop(issued.token()).join();
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      cluster.service(2).thaw();
      Answer after = new Callers(cluster.uri(2), tenant.apiKey()).issue(uid).join();
      System.out.printf("one stands still: the drop took %d ms%n", took.toMillis());
      assertTrue(took.compareTo(LEASE_AND_MARGIN.plusSeconds(2)) < 0, () -> "took " + took);
      assertEquals(issued.generation() + 1, after.generation());
    }
  }

  private static Duration dropOne(Callers callers, String uid, Readers readers) {
    Answer issued = callers.issue(uid).join();
    long begun = System.nanoTime();
    Answer dropped = callers.drop(issued.token()).join();
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertEquals(200, dropped.status(), dropped::toString);
    readers.atLeast(uid, issued.generation() + 1);
    return took;
  }

  private List<String> uids(VaultTenant tenant) {
    List<String> uids = IntStream.range(0, SLOTS).mapToObj(i -> "user-" + i).toList();
    uids.forEach(
        uid -> tenant.putMasterToken(uid, upstream.signIn("x-token", uid)).then().statusCode(204));
    return uids;
  }

  private static void report(String how, List<Duration> latencies, Readers readers) {
    Collections.sort(latencies);
    System.out.printf(
        "%s: %d drops, median %.1f ms, p99 %.1f ms; %d answers, %d from memory, stale %s%n",
        how,
        latencies.size(),
        latencies.get(latencies.size() / 2).toNanos() / 1e6,
        latencies.get(latencies.size() * 99 / 100).toNanos() / 1e6,
        readers.answers(),
        readers.fromMemory(),
        readers.stale().size());
  }
}
