package io.strongroom.cluster;

import io.strongroom.history.Times;
import io.strongroom.sandbox.Endpoint;
import io.strongroom.sandbox.LoggedCall;
import io.strongroom.sandbox.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * E1, as the provider has seen it: two calls for one account overlap only where something had
 * happened to the holder of the first.
 */
final class Overlaps {
  private final Map<String, List<Times>> calls = new HashMap<>();
  private long read;

  /** Reads on in the provider's log, which is not endless. */
  void readOn(Provider provider) {
    for (LoggedCall call : provider.log()) {
      if (call.sequence() > read) {
        if (read > 0 && call.sequence() > read + 1) {
          throw new IllegalStateException("the provider's log does not reach back so far");
        }
        read = call.sequence();
        if (call.key().endpoint() == Endpoint.TOKEN) {
          add(call.key().uid(), new Times(call.receivedAt(), call.decidedAt()));
        }
      }
    }
  }

  void add(String uid, Times call) {
    calls.computeIfAbsent(uid, unseen -> new ArrayList<>()).add(call);
  }

  long calls() {
    return calls.values().stream().mapToLong(List::size).sum();
  }

  /**
   * Overlaps that nothing excuses.
   *
   * @param lease how long a claim lives after its holder has come to harm
   */
  List<String> violations(List<Times> troubles, Duration lease) {
    List<String> found = new ArrayList<>();
    calls.forEach((uid, all) -> judge(uid, all, troubles, lease, found));
    return found;
  }

  private static void judge(
      String uid, List<Times> calls, List<Times> troubles, Duration lease, List<String> found) {
    for (int i = 0; i < calls.size(); i++) {
      for (int j = i + 1; j < calls.size(); j++) {
        Times first = calls.get(i);
        Times second = calls.get(j);
        if (first.overlaps(second)
            && troubles.stream().noneMatch(it -> it.andAfter(lease).overlaps(first))) {
          found.add(uid + ": two calls at once, " + first + " and " + second);
        }
      }
    }
  }
}
