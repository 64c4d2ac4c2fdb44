package io.strongroom.rotation;

import io.strongroom.service.Callers;
import io.strongroom.service.Callers.Answer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Issue calls at a constant rate, in turns to all instances that are up: most for planted users,
 * whose tokens are known, and one of twenty that distrusts the token of a user of the simulator.
 */
final class IssueLoad implements AutoCloseable {
  private static final int FRESH_EVERY = 20;

  private final int perSecond;
  private final int planted;
  private final List<String> users;
  private final String apiKey;
  private final List<URI> up = new CopyOnWriteArrayList<>();
  private final Map<String, Long> generations = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Random random = new Random(4711);
  private final Thread caller = new Thread(this::run, "issue-load");
  private volatile boolean ended;

  /** One call, as it was answered; status 0: by nobody. */
  record Call(URI instance, long atNanos, Duration latency, int status, String what) {}

  IssueLoad(int perSecond, int planted, List<String> users, String apiKey, List<URI> instances) {
    this.perSecond = perSecond;
    this.planted = planted;
    this.users = users;
    this.apiKey = apiKey;
    this.up.addAll(instances);
    caller.start();
  }

  void isDown(URI instance) {
    up.remove(instance);
  }

  void isUp(URI instance) {
    up.add(instance);
  }

  /** Stops and gives all calls, each of them answered or broken off. */
  List<Call> end() throws InterruptedException {
    ended = true;
    caller.join();
    return new ArrayList<>(calls);
  }

  private void run() {
    List<CompletableFuture<Void>> underWay = new ArrayList<>();
    long begin = System.nanoTime();
    long gap = Duration.ofSeconds(1).toNanos() / perSecond;
    for (int i = 0; !ended; i++) {
      long start = begin + i * gap;
      while (System.nanoTime() - start < 0) {
        LockSupport.parkNanos(start - System.nanoTime());
      }
      underWay.add(call(i, start));
      underWay.removeIf(CompletableFuture::isDone);
    }
    Callers.all(underWay);
  }

  private CompletableFuture<Void> call(int number, long start) {
    URI instance = up.get(number % up.size());
    Callers callers = new Callers(instance, apiKey);
    boolean fresh = number % FRESH_EVERY == 0;
    int user = random.nextInt(planted);
    String known = users.get(number / FRESH_EVERY % users.size());
    CompletableFuture<Answer> answer =
        fresh
            ? callers.issueNewer(known, generations.getOrDefault(known, 0L))
            : callers.issue(PlantedRows.uid(user));
    return answer
        .exceptionally(e -> new Answer(0, new JsonObject().put("detail", e.toString())))
        .thenAccept(
            got -> {
              if (fresh && got.status() == 200) {
                generations.merge(known, got.generation(), Math::max);
              }
              boolean wrong =
                  !fresh && got.status() == 200 && !got.token().equals(PlantedRows.token(user));
              calls.add(
                  new Call(
                      instance,
                      start,
                      Duration.ofNanos(System.nanoTime() - start),
                      wrong ? -1 : got.status(),
                      got.toString()));
            });
  }

  @Override
  public void close() {
    ended = true;
  }
}
