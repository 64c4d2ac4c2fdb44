package io.strongroom.history;

import io.strongroom.history.Seen.Dropped;
import io.strongroom.history.Seen.Inactive;
import io.strongroom.history.Seen.Issued;
import io.strongroom.history.Seen.Refused;
import io.strongroom.history.Seen.Revoked;
import io.strongroom.service.Callers.Answer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** All that callers have seen; written by every caller, read when they have gone. */
public final class History {
  private static final Set<String> GONE = Set.of("dropped", "superseded");

  private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final Map<String, Instant> firstSeen = new ConcurrentHashMap<>();
  private final Map<String, Long> generations = new ConcurrentHashMap<>();

  /** Makes an issue call and keeps what it came to; a call that breaks off leaves nothing. */
  public Answer issue(String uid, Supplier<Answer> call) {
    long askedAt = System.nanoTime();
    Answer answer = call.get();
    long answeredAt = System.nanoTime();
    if (answer.status() == 200) {
      boolean again = answer.body().getBoolean("previouslyDropped", false);
      String token = Digest.of(answer.token());
      var unused = firstSeen.putIfAbsent(token, Instant.now());
      seen.add(new Issued(uid, answer.generation(), token, again, askedAt, answeredAt));
      generations.merge(uid, answer.generation(), Math::max);
    } else {
      refuse(uid, answer, askedAt, answeredAt);
    }
    return answer;
  }

  /** Makes a drop call and keeps what it came to. */
  public void drop(String uid, String token, Supplier<Answer> call) {
    ask(
        uid,
        call,
        answer -> GONE.contains(answer.getString("reason")),
        (askedAt, answeredAt) -> new Dropped(uid, Digest.of(token), askedAt, answeredAt));
  }

  /** Makes an inspection of a token that was issued, and keeps it if that is over. */
  public void inspect(String uid, String token, Supplier<Answer> call) {
    ask(
        uid,
        call,
        answer -> !answer.getBoolean("active"),
        (askedAt, answeredAt) -> new Inactive(uid, Digest.of(token), askedAt, answeredAt));
  }

  /** Keeps a refusal, and what is seen by an answer that tells that a token is over. */
  private void ask(String uid, Supplier<Answer> call, Predicate<JsonObject> tellsSo, Told over) {
    long askedAt = System.nanoTime();
    Answer answer = call.get();
    long answeredAt = System.nanoTime();
    if (answer.status() != 200) {
      refuse(uid, answer, askedAt, answeredAt);
    } else if (tellsSo.test(answer.body())) {
      seen.add(over.seen(askedAt, answeredAt));
    }
  }

  /** What was seen between two times. */
  private interface Told {
    Seen seen(long askedAt, long answeredAt);
  }

  /** Makes a revocation of an account's tokens, and keeps it if it was answered. */
  public void revoke(String uid, BooleanSupplier call) {
    long askedAt = System.nanoTime();
    if (call.getAsBoolean()) {
      seen.add(new Revoked(uid, askedAt, System.nanoTime()));
    }
  }

  private void refuse(String uid, Answer answer, long askedAt, long answeredAt) {
    String code = answer.body().getString("code", "");
    seen.add(new Refused(uid, answer.status(), code, askedAt, answeredAt));
  }

  /** When the first caller had a token in hand that is known by its digest. */
  public Optional<Instant> firstSeen(String token) {
    return Optional.ofNullable(firstSeen.get(token));
  }

  /** The highest generation that anybody saw of an account; 0 where nobody saw one. */
  public long generation(String uid) {
    return generations.getOrDefault(uid, 0L);
  }

  /** The moment of a time in what was seen, by the wall clock as it goes now. */
  public static Instant at(long nanos) {
    return Instant.now().minusNanos(System.nanoTime() - nanos);
  }

  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  public List<Seen> of(String uid) {
    return seen.stream().filter(one -> one.uid().equals(uid)).toList();
  }
}
