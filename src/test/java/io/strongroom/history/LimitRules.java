package io.strongroom.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a limit may grant in each window: never more than it is, and never less where it has refused
 * somebody and nothing has happened by which counted calls are lost.
 */
public final class LimitRules {
  private static final Duration WINDOW = Duration.ofHours(1);

  private LimitRules() {}

  /**
   * What is wrong with the calls of one subject; empty when nothing is.
   *
   * @param losses when calls may have been counted that nobody was granted
   */
  public static List<String> violations(
      Collection<Counted> calls, long limit, Collection<Times> losses) {
    List<String> all = new ArrayList<>();
    windows(calls).forEach((end, its) -> judge(end, its, limit, losses, all));
    return all;
  }

  /** How much was granted in each window; not those in which nothing was. */
  public static Map<Instant, Long> granted(Collection<Counted> calls) {
    return calls.stream()
        .filter(Counted::granted)
        .collect(Collectors.groupingBy(Counted::windowEnds, TreeMap::new, Collectors.counting()));
  }

  /** The same of those in which the limit was used up. */
  public static Map<Instant, Long> usedUp(Collection<Counted> calls) {
    Map<Instant, Long> granted = granted(calls);
    granted
        .keySet()
        .retainAll(
            calls.stream()
                .filter(call -> !call.granted())
                .map(Counted::windowEnds)
                .collect(Collectors.toSet()));
    return granted;
  }

  private static Map<Instant, List<Counted>> windows(Collection<Counted> calls) {
    return calls.stream()
        .collect(Collectors.groupingBy(Counted::windowEnds, TreeMap::new, Collectors.toList()));
  }

  private static void judge(
      Instant end, List<Counted> calls, long limit, Collection<Times> losses, List<String> all) {
    Times window = new Times(end.minus(WINDOW), end);
    calls.stream()
        .filter(call -> call.granted() && !call.times().overlaps(window))
        .forEach(call -> all.add("granted outside of its window: " + call));
    long granted = calls.stream().filter(Counted::granted).count();
    if (granted > limit) {
      all.add(granted + " of " + limit + " granted in the window to " + end);
    }
    boolean usedUp = granted < calls.size();
    if (usedUp && granted < limit && losses.stream().noneMatch(window::overlaps)) {
      all.add("only " + granted + " of " + limit + " granted in the window to " + end);
    }
  }
}
