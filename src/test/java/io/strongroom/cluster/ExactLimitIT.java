package io.strongroom.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.service.Callers;
import io.strongroom.service.Hour;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A limit that is counted in blocks, over three instances one of which goes and comes again. {@code
 * -Dcluster.limit} is the limit.
 */
@Tag("faults")
class ExactLimitIT {
  private static final int LIMIT = Integer.getInteger("cluster.limit", 10_000);
  private static final int LOOPS = 8;

  private final Upstream upstream = new Upstream();
  private final AtomicLong granted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicInteger unanswered = new AtomicInteger();
  private Cluster cluster;
  private VaultTenant tenant;

  @BeforeEach
  void start(@TempDir Path folder) {
    cluster = Cluster.start(folder, Map.of());
  }

  @AfterEach
  void stop() {
    cluster.close();
    upstream.close();
  }

  @Test
  void cleanRestartCostsNoCall() {
    Hour.withinAnHour(
        () -> {
          askWhile(() -> assertEquals(143, cluster.service(1).terminate()));
          assertTrue(granted.get() <= LIMIT, () -> granted + " granted");
          assertTrue(granted.get() + unanswered.get() >= LIMIT, this::said);
        });
  }

  @Test
  void killCostsAtMostTheBlocksOfTheKilled() {
    Hour.withinAnHour(
        () -> {
          askWhile(() -> cluster.service(1).kill9());
          assertTrue(granted.get() <= LIMIT, () -> granted + " granted");
          long largestBlock = 8_192 + LOOPS;
          assertTrue(granted.get() >= LIMIT - largestBlock, this::said);
        });
  }

  private String said() {
    return granted + " granted, " + unanswered + " unanswered";
  }

  /** Calls at all instances until the limit is used up; one of them ends in between. */
  private void askWhile(Runnable end) {
    tenant = upstream.tenantOf(cluster.uri(0), cluster.operatorKey(), "x-token", Map.of());
    tenant.putMasterToken("user", upstream.signIn("x-token", "user")).then().statusCode(204);
    new Callers(cluster.uri(0), tenant.apiKey()).issue("user").join();
    tenant
        .asOperator()
        .body(Map.of("limit", LIMIT))
        .put(tenant.path("/quotas/issue"))
        .then()
        .statusCode(200);
    granted.set(0);
    refused.set(0);
    unanswered.set(0);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Cluster.INSTANCES * LOOPS; i++) {
      int instance = i % Cluster.INSTANCES;
      threads.add(begin(() -> loop(instance)));
    }
    while (granted.get() < LIMIT / 4) {
      Thread.onSpinWait();
    }
    end.run();
    cluster.startAgain(1);
    threads.forEach(ExactLimitIT::join);
    System.out.printf(
        "limit %d: %d granted, %d refused, %d unanswered%n",
        LIMIT, granted.get(), refused.get(), unanswered.get());
  }

  private void loop(int instance) {
    while (true) {
      try {
        int status =
            new Callers(cluster.uri(instance), tenant.apiKey()).issue("user").join().status();
        if (status == 429) {
          refused.incrementAndGet();
          return;
        }
        if (status == 200) {
          granted.incrementAndGet();
        } else {
          unanswered.incrementAndGet();
        }
      } catch (CompletionException gone) {
        unanswered.incrementAndGet();
        Thread.yield();
      }
    }
  }

  private static Thread begin(Runnable loop) {
    Thread thread = new Thread(loop, "caller");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    try {
      thread.join(120_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
