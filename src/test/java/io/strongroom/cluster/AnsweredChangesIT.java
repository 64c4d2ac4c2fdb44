package io.strongroom.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.sandbox.Client;
import io.strongroom.service.Callers;
import io.strongroom.service.Callers.Answer;
import io.strongroom.service.VaultTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an administrator takes away or edits at one instance, while callers have it from the memory
 * of three, is as it is now for everybody who asks after the answer. {@code -Dcluster.changes} is
 * how often each.
 */
class AnsweredChangesIT extends ClusterSuite {
  private static final int ROUNDS = Integer.getInteger("cluster.changes", 2);
  private static final int CALLS_AFTERWARDS = 20;

  /** What is deleted, and how its callers are refused then. */
  private enum Taken {
    KEY("/api-keys/", 401),
    TENANT("", 401),
    MASTER_TOKEN("/environments/production/accounts/user/master-token", 409),
    ENVIRONMENT("/environments/production?cascade=true", 404);

    private final String path;
    private final int status;

    Taken(String path, int status) {
      this.path = path;
      this.status = status;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsTakenAwayIsRefusedFromTheAnswerOn(Taken taken) {
    for (int round = 0; round < ROUNDS; round++) {
      takeAway(taken, round % Cluster.INSTANCES);
    }
  }

  private void takeAway(Taken taken, int instance) {
    VaultTenant tenant = tenant(Map.of());
    entrust(tenant, "user");
    var key = tenant.created("of this round", "TOKEN_ISSUE");
    String path = taken == Taken.KEY ? taken.path + key.path("keyId") : taken.path;
    change(
        key.path("apiKey"),
        () ->
            tenant
                .at(cluster.uri(instance))
                .asOperator()
                .delete(tenant.path(path))
                .then()
                .statusCode(204),
        answer -> answer.status() == taken.status);
  }

  @Test
  void editedEnvironmentIsAsItIsNowFromTheAnswerOn() {
    upstream.sandbox().provider().register(Client.of("shop", "secret-of-the-shop"));
    for (int round = 0; round < ROUNDS; round++) {
      makeDefault("shop", round % Cluster.INSTANCES);
    }
  }

  private void makeDefault(String client, int instance) {
    VaultTenant tenant = tenant(Map.of());
    entrust(tenant, "user");
    tenant.putClient(client, "secret-of-the-shop", "client_secret_basic").then().statusCode(201);
    change(
        tenant.apiKey(),
        () ->
            tenant
                .at(cluster.uri(instance))
                .asOperator()
                .body(upstream.settings("x-token", Map.of("defaultClientId", client)))
                .put(tenant.environmentPath(""))
                .then()
                .statusCode(200),
        answer -> client.equals(answer.body().getString("clientId")));
  }

  /** Nobody who asks after the answer to a change gets any but right answers. */
  private void change(String apiKey, Runnable change, Predicate<Answer> right) {
    try (Loops loops = new Loops(apiKey)) {
      await().until(loops::allFromMemory);
      change.run();
      loops.changed();
      await().until(loops::haveAskedEnough);
      assertEquals(List.of(), loops.wrong(right));
    }
  }

  private record Call(int instance, long askedAt, Answer answer) {}

  /** One caller at each instance, who asks again and again. */
  private final class Loops implements AutoCloseable {
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong changedAt = new AtomicLong(Long.MAX_VALUE);
    private volatile boolean closed;

    Loops(String apiKey) {
      for (int i = 0; i < Cluster.INSTANCES; i++) {
        int instance = i;
        Callers callers = new Callers(cluster.uri(instance), apiKey);
        Thread thread = new Thread(() -> ask(instance, callers), "caller");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
      }
    }

    private void ask(int instance, Callers callers) {
      while (!closed) {
        long askedAt = System.nanoTime();
        calls.add(new Call(instance, askedAt, callers.issue("user").join()));
      }
    }

    private boolean allFromMemory() {
      return calls.stream()
              .filter(call -> "memory".equals(call.answer.body().getString("source")))
              .map(Call::instance)
              .distinct()
              .count()
          == Cluster.INSTANCES;
    }

    private void changed() {
      changedAt.set(System.nanoTime());
    }

    private List<Call> afterwards() {
      return calls.stream().filter(call -> call.askedAt > changedAt.get()).toList();
    }

    private boolean haveAskedEnough() {
      List<Call> after = afterwards();
      return after.size() >= CALLS_AFTERWARDS * Cluster.INSTANCES
          && after.stream().map(Call::instance).distinct().count() == Cluster.INSTANCES;
    }

    private List<Call> wrong(Predicate<Answer> right) {
      List<Call> before = calls.stream().filter(call -> call.answer.status() == 200).toList();
      assertTrue(before.size() >= Cluster.INSTANCES, "nobody was served before");
      return afterwards().stream().filter(call -> !right.test(call.answer)).toList();
    }

    @Override
    public void close() {
      closed = true;
      for (Thread thread : threads) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
