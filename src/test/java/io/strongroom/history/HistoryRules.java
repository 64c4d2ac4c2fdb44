package io.strongroom.history;

import io.strongroom.history.Seen.Dropped;
import io.strongroom.history.Seen.Inactive;
import io.strongroom.history.Seen.Issued;
import io.strongroom.history.Seen.Refused;
import io.strongroom.history.Seen.Revoked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What callers may see of an account, whatever dies in between. Two calls are in order only when
 * one was answered before the other was asked.
 */
public final class HistoryRules {
  /** What a caller who asks rightly may be refused with: an account that is lost, and faults. */
  private static final Set<Integer> EXCUSED = Set.of(409, 429, 502, 503, 504);

  private HistoryRules() {}

  /** What is wrong with a history of any accounts; empty when nothing is. */
  public static List<String> violations(List<Seen> history) {
    List<String> all = new ArrayList<>();
    Map<String, List<Seen>> byAccount =
        history.stream().collect(Collectors.groupingBy(Seen::uid, Collectors.toList()));
    byAccount.forEach((uid, seen) -> judge(uid, seen, all));
    return all;
  }

  private static void judge(String uid, List<Seen> seen, List<String> all) {
    List<Issued> issued = of(Issued.class, seen);
    generationsGoForward(uid, issued, all);
    oneGenerationIsOneToken(uid, issued, all);
    nothingOverIsServed(uid, issued, told(Dropped.class, Dropped::token, seen), "dropped", all);
    nothingOverIsServed(uid, issued, told(Inactive.class, Inactive::token, seen), "inactive", all);
    nothingRevokedIsServed(uid, issued, of(Revoked.class, seen), all);
    for (Refused refused : of(Refused.class, seen)) {
      if (!EXCUSED.contains(refused.status())) {
        all.add(uid + ": refused with " + refused.status() + " " + refused.code());
      }
    }
  }

  private static void generationsGoForward(String uid, List<Issued> issued, List<String> all) {
    List<Issued> byAnswer = new ArrayList<>(issued);
    byAnswer.sort(Comparator.comparingLong(Issued::answeredAt));
    List<Issued> byQuestion = new ArrayList<>(issued);
    byQuestion.sort(Comparator.comparingLong(Issued::askedAt));
    long highest = 0;
    int answered = 0;
    for (Issued one : byQuestion) {
      while (byAnswer.get(answered).answeredAt() < one.askedAt()) {
        highest = Math.max(highest, byAnswer.get(answered++).generation());
      }
      if (one.generation() < highest) {
        all.add(uid + ": generation " + one.generation() + " after " + highest);
      }
    }
  }

  private static void oneGenerationIsOneToken(String uid, List<Issued> issued, List<String> all) {
    Map<Long, String> tokens = new HashMap<>();
    for (Issued one : issued) {
      String former = tokens.putIfAbsent(one.generation(), one.token());
      if (former != null && !former.equals(one.token())) {
        all.add(uid + ": two tokens of generation " + one.generation());
      }
    }
  }

  /** When an answer first told of each token that it is over. */
  private static <T extends Seen> Map<String, Long> told(
      Class<T> how, Function<T, String> token, List<Seen> seen) {
    return of(how, seen).stream().collect(Collectors.toMap(token, Seen::answeredAt, Math::min));
  }

  private static void nothingOverIsServed(
      String uid, List<Issued> issued, Map<String, Long> deadSince, String how, List<String> all) {
    for (Issued one : issued) {
      Long dead = deadSince.get(one.token());
      if (dead != null && dead < one.askedAt() && !one.previouslyDropped()) {
        all.add(uid + ": generation " + one.generation() + " was " + how + ", and served");
      }
    }
  }

  private static void nothingRevokedIsServed(
      String uid, List<Issued> issued, List<Revoked> revoked, List<String> all) {
    for (Revoked one : revoked) {
      Set<String> dead =
          issued.stream()
              .filter(it -> it.answeredAt() < one.askedAt())
              .map(Issued::token)
              .collect(Collectors.toSet());
      issued.stream()
          .filter(it -> it.askedAt() > one.answeredAt() && dead.contains(it.token()))
          .forEach(
              it -> all.add(uid + ": generation " + it.generation() + " was revoked, and served"));
    }
  }

  private static <T extends Seen> List<T> of(Class<T> kind, List<Seen> seen) {
    return seen.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
