package io.strongroom.peer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What must hold of the calls between the vault and a provider that rotates without grace. */
final class WireRules {
  private WireRules() {}

  /**
   * A refresh token is sent a second time only after a call that nobody read the reply of, and
   * never once its reply has arrived; no two calls of a session overlap.
   */
  static List<String> breaks(List<WireCall> calls) {
    var breaks = new ArrayList<String>();
    for (var call : calls) {
      for (var other : calls) {
        if (call != other && call.session().equals(other.session())) {
          breakOf(call, other).ifPresent(breaks::add);
        }
      }
    }
    return breaks;
  }

  private static Optional<String> breakOf(WireCall earlier, WireCall later) {
    if (!earlier.openedAt().isBefore(later.openedAt())) {
      return Optional.empty();
    }
    if (earlier.endedAt().isAfter(later.openedAt())) {
      return Optional.of("two calls at once: " + earlier + "; " + later);
    }
    return earlier.granted() && earlier.token().equals(later.token())
        ? Optional.of("sent again after its reply: " + earlier + "; " + later)
        : Optional.empty();
  }

  /**
   * Whether a session was lost by a kill between the provider's commit and its reply: a call was
   * open when a kill fell, its reply was never whole, its token was refused when it was tried once
   * more, and the provider's own log says that it had exchanged that token.
   *
   * @param exchanged the ids of refresh tokens that the provider's log calls exchanged
   */
  static Optional<WireCall> lostByKill(
      String session, List<WireCall> calls, List<ChaosHistory.Kill> kills, Set<String> exchanged) {
    var refused = new HashSet<String>();
    calls.stream()
        .filter(call -> call.session().equals(session) && call.refused())
        .forEach(call -> refused.add(call.token()));
    return calls.stream()
        .filter(call -> call.session().equals(session) && call.lost())
        .filter(call -> kills.stream().anyMatch(call::openDuring))
        .filter(call -> refused.contains(call.token()) && exchanged.contains(call.token()))
        .findFirst();
  }
}
