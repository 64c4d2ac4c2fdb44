package io.strongroom.peer;

import io.strongroom.peer.ChaosHistory.Drop;
import io.strongroom.peer.ChaosHistory.Issue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What must hold of every history, whatever was done to the provider; each rule lists its breaks.
 */
final class ChaosRules {
  private ChaosRules() {}

  static List<String> breaks(ChaosHistory history) {
    var all = new ArrayList<String>();
    all.addAll(generationsThatGoBack(history));
    all.addAll(distrustedGenerations(history));
    all.addAll(droppedTokensThatAreServed(history));
    all.addAll(refusalsThatAreNotUnknownOutcomes(history));
    return all;
  }

  /** Who starts after another was answered gets no older generation, whoever the two are. */
  static List<String> generationsThatGoBack(ChaosHistory history) {
    var breaks = new ArrayList<String>();
    history.granted().stream()
        .collect(Collectors.groupingBy(Issue::uid))
        .values()
        .forEach(ofOneAccount -> breaks.addAll(goesBack(ofOneAccount)));
    return breaks;
  }

  /** Goes along by start, and keeps the newest generation of those that had ended by then. */
  private static List<String> goesBack(List<Issue> byStart) {
    var breaks = new ArrayList<String>();
    var byEnd = byStart.stream().sorted(Comparator.comparing(Issue::end)).iterator();
    Issue next = byEnd.next();
    Issue newest = null;
    for (var later : byStart) {
      while (next.end().isBefore(later.start())) {
        newest = newest == null || next.generation() > newest.generation() ? next : newest;
        next = byEnd.next();
      }
      if (newest != null && newest.generation() > later.generation()) {
        breaks.add("goes back: " + newest + "; " + later);
      }
    }
    return breaks;
  }

  static List<String> distrustedGenerations(ChaosHistory history) {
    return history.granted().stream()
        .filter(issue -> issue.generation() <= issue.newerThan())
        .map(issue -> "was distrusted: " + issue)
        .toList();
  }

  /** What was dropped is never served again from the answer on, but where the provider gives it. */
  static List<String> droppedTokensThatAreServed(ChaosHistory history) {
    Map<String, Instant> dropped = new HashMap<>();
    for (Drop drop : history.drops()) {
      dropped.merge(drop.token(), drop.end(), (one, other) -> one.isBefore(other) ? one : other);
    }
    return history.granted().stream()
        .filter(issue -> !issue.previouslyDropped())
        .filter(
            issue -> {
              var end = dropped.get(Objects.requireNonNull(issue.token()));
              return end != null && end.isBefore(issue.start());
            })
        .map(issue -> "was dropped: " + issue)
        .toList();
  }

  static List<String> refusalsThatAreNotUnknownOutcomes(ChaosHistory history) {
    return history.issues().stream()
        .filter(issue -> "account-not-authorized".equals(issue.code()))
        .filter(issue -> !"unknown-outcome".equals(issue.reason()))
        .map(issue -> "refused without cause: " + issue)
        .toList();
  }
}
