package io.strongroom.cluster;

import io.restassured.response.Response;
import io.strongroom.history.History;
import io.strongroom.service.Callers;
import io.strongroom.service.Callers.Answer;
import io.strongroom.service.VaultTenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Backends at every instance that issue, distrust, drop, revoke and inspect without a pause; one
 * whose instance is gone tries again.
 */
final class MixedCallers implements AutoCloseable {
  private static final Duration NOBODY_THERE = Duration.ofMillis(100);
  private static final int STOP_MILLIS = 90_000;

  private final Cluster cluster;
  private final History history;
  private final List<VaultTenant> tenants;
  private final Map<String, List<String>> uids;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger brokenOff = new AtomicInteger();
  private volatile boolean stopped;

  /**
   * @param uids of each tenant's accounts
   */
  MixedCallers(
      Cluster cluster, History history, Map<VaultTenant, List<String>> uids, Random random) {
    this.cluster = cluster;
    this.history = history;
    this.tenants = List.copyOf(uids.keySet());
    this.uids = new HashMap<>();
    uids.forEach((tenant, its) -> this.uids.put(tenant.id(), its));
    for (int i = 0; i < 2 * Cluster.INSTANCES; i++) {
      int instance = i % Cluster.INSTANCES;
      Random own = new Random(random.nextLong());
      Thread thread = new Thread(() -> askUntilStopped(instance, own), "caller-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private void askUntilStopped(int instance, Random random) {
    while (!stopped) {
      try {
        ask(instance, random);
      } catch (CompletionException | IllegalStateException e) {
        brokenOff.incrementAndGet();
        LockSupport.parkNanos(NOBODY_THERE.toNanos());
      }
    }
  }

  private void ask(int instance, Random random) {
    VaultTenant tenant = tenants.get(random.nextInt(tenants.size()));
    List<String> its = uids.get(tenant.id());
    String uid = its.get(random.nextInt(its.size()));
    Callers callers = new Callers(cluster.uri(instance), tenant.apiKey());
    double what = random.nextDouble();
    if (what < 0.005) {
      history.revoke(uid, () -> revoke(tenant.at(cluster.uri(instance)), uid));
      return;
    }
    long known = what < 0.1 ? history.generation(uid) : 0;
    Answer answer = history.issue(uid, () -> callers.issueNewer(uid, known).join());
    if (answer.status() != 200) {
      LockSupport.parkNanos(NOBODY_THERE.toNanos());
    } else if (what > 0.9) {
      history.drop(uid, answer.token(), () -> callers.drop(answer.token()).join());
    } else if (what > 0.8) {
      history.inspect(uid, answer.token(), () -> callers.inspect(answer.token()).join());
    }
  }

  private static boolean revoke(VaultTenant tenant, String uid) {
    try {
      Response answer =
          tenant
              .asOperator()
              .body(Map.of("uid", uid, "upstream", false))
              .post(tenant.path("/revocations"));
      return answer.statusCode() == 200;
    } catch (Exception gone) {
      throw new IllegalStateException(gone);
    }
  }

  /** Calls that ended without an answer. */
  int brokenOff() {
    return brokenOff.get();
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join(STOP_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (thread.isAlive()) {
        throw new IllegalStateException("a caller is never answered");
      }
    }
  }
}
