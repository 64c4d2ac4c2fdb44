package io.strongroom.peer;

import io.strongroom.peer.ChaosHistory.Drop;
import io.strongroom.peer.ChaosHistory.Issue;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A caller that issues, drops, distrusts and waits for expiry at random, and notes it all. */
final class ChaosCaller {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int THINKS_AT_MOST_MILLIS = 250;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int number;
  private final URI service;
  private final String apiKey;
  private final List<String> uids;
  private final ChaosHistory history;
  private final Random random;

  /** What this caller was given last, for each account. */
  private final Map<String, JsonObject> held = new HashMap<>();

  ChaosCaller(
      int number, URI service, String apiKey, List<String> uids, ChaosHistory history, long seed) {
    this.number = number;
    this.service = service;
    this.apiKey = apiKey;
    this.uids = uids;
    this.history = history;
    this.random = new Random(seed + number);
  }

  /** Calls until the time is over. */
  Void run(Instant end) throws IOException, InterruptedException {
    while (Instant.now().isBefore(end)) {
      actAt(uids.get(random.nextInt(uids.size())), end);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(THINKS_AT_MOST_MILLIS));
    }
    return null;
  }

  private void actAt(String uid, Instant end) throws IOException, InterruptedException {
    var token = held.get(uid);
    int dice = random.nextInt(100);
    if (token == null || dice < 50) {
      issue(uid, 0);
    } else if (dice < 70) {
      issue(uid, token.getLong("generation"));
    } else if (dice < 90) {
      drop(uid, token.getString("token"));
    } else {
      awaitExpiry(token, end);
      issue(uid, 0);
    }
  }

  private void issue(String uid, long newerThan) throws IOException, InterruptedException {
    var body = new JsonObject().put("uid", uid);
    if (newerThan > 0) {
      body.put("newerThanGeneration", newerThan);
    }
    var start = Instant.now();
    var answer = post("v1/tokens/issue", body);
    history.add(issue(uid, newerThan, start, answer));
    if (answer.status() == 200) {
      held.put(uid, answer.body());
    }
  }

  private Issue issue(String uid, long newerThan, Instant start, Answer answer) {
    return new Issue(
        number,
        uid,
        newerThan,
        start,
        Instant.now(),
        answer.status(),
        answer.body().getString("token"),
        answer.body().getLong("generation", 0L),
        answer.body().getBoolean("previouslyDropped", false),
        answer.body().getString("code"),
        answer.body().getString("reason"));
  }

  private void drop(String uid, String token) throws IOException, InterruptedException {
    var start = Instant.now();
    var answer = post("v1/tokens/drop", new JsonObject().put("token", token));
    if (answer.body().getBoolean("dropped", false)) {
      history.add(new Drop(number, uid, token, start, Instant.now()));
    }
  }

  private static void awaitExpiry(JsonObject token, Instant end) throws InterruptedException {
    var expiry = Instant.parse(token.getString("expiresAt"));
    var until = expiry.isBefore(end) ? expiry : end;
    TimeUnit.MILLISECONDS.sleep(Math.max(0, Duration.between(Instant.now(), until).toMillis()));
  }

  private record Answer(int status, JsonObject body) {}

  private Answer post(String path, JsonObject body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(service.resolve(path))
            .timeout(PATIENCE)
            .header("Api-Key", apiKey)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.encode()))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    return new Answer(answer.statusCode(), new JsonObject(answer.body()));
  }
}
