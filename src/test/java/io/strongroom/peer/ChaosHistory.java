package io.strongroom.peer;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What callers asked and were told, and what was done to the provider meanwhile. */
final class ChaosHistory {
  private final List<Issue> issues = new CopyOnWriteArrayList<>();
  private final List<Drop> drops = new CopyOnWriteArrayList<>();
  private final List<Kill> kills = new CopyOnWriteArrayList<>();

  /**
   * An issue call.
   *
   * @param newerThan the generation that the caller distrusted, 0 for none
   * @param status 0 where no answer came
   * @param reason why the account is not authorized, where the answer says so
   */
  record Issue(
      int caller,
      String uid,
      long newerThan,
      Instant start,
      Instant end,
      int status,
      @Nullable String token,
      long generation,
      boolean previouslyDropped,
      @Nullable String code,
      @Nullable String reason) {

    boolean granted() {
      return status == 200;
    }

    /** Never the token. */
    @Override
    public String toString() {
      return "issue of %s above %d by caller %d, %s to %s: %d, generation %d, %s %s"
          .formatted(uid, newerThan, caller, start, end, status, generation, code, reason);
    }
  }

  /** A drop that was answered with {@code dropped: true}. */
  record Drop(int caller, String uid, String token, Instant start, Instant end) {
    @Override
    public String toString() {
      return "drop at %s by caller %d, %s to %s".formatted(uid, caller, start, end);
    }
  }

  /** SIGKILL to the provider: when it was sent, and when the process was seen to be gone. */
  record Kill(Instant sent, Instant dead) {}

  void add(Issue issue) {
    issues.add(issue);
  }

  void add(Drop drop) {
    drops.add(drop);
  }

  void add(Kill kill) {
    kills.add(kill);
  }

  /** Those that brought a token, by their start. */
  List<Issue> granted() {
    return issues().stream().filter(Issue::granted).toList();
  }

  /** By their start. */
  List<Issue> issues() {
    return issues.stream().sorted(Comparator.comparing(Issue::start)).toList();
  }

  List<Drop> drops() {
    return List.copyOf(drops);
  }

  List<Kill> kills() {
    return List.copyOf(kills);
  }
}
