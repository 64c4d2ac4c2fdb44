package io.strongroom.crash;

import io.strongroom.crash.AccountState.Fate;
import io.strongroom.history.History;
import io.strongroom.history.Spread;
import io.strongroom.sandbox.LoggedCall;
import io.strongroom.sandbox.Provider;
import io.strongroom.service.Upstream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The accounts of a run of crashes, at providers with and without grace, and what they suffer. */
final class Population {
  static final Duration GRACE = Duration.ofSeconds(10);

  /** A lost call is repeated within half of a grace; who comes later is without. */
  private static final Duration IN_TIME = GRACE.dividedBy(2);

  /** As short as the grace makes it elsewhere: the next rotation keeps its distance by it. */
  private static final Map<String, ?> SAME_TIMEOUT = Map.of("timeoutMillis", 2_500);

  private final Upstream upstream;
  private final AccountGroup graced;
  private final AccountGroup strict;
  private final History history = new History();
  private final Casualties withGrace = new Casualties();
  private final Casualties withoutGrace = new Casualties();
  private final Spread timesBack = new Spread();
  private int late;
  private Instant since;

  Population(Upstream upstream, URI service, String operatorKey, int graced, int strict) {
    this.upstream = upstream;
    this.graced = AccountGroup.make(upstream, service, operatorKey, GRACE, graced, Map.of());
    this.strict =
        AccountGroup.make(upstream, service, operatorKey, Duration.ZERO, strict, SAME_TIMEOUT);
    this.since = Instant.now();
  }

  List<AccountGroup> groups() {
    return List.of(graced, strict);
  }

  AccountGroup graced() {
    return graced;
  }

  AccountGroup strict() {
    return strict;
  }

  History history() {
    return history;
  }

  Casualties casualties(AccountGroup group) {
    return group == strict ? withoutGrace : withGrace;
  }

  /** Losses that nothing excuses. */
  List<String> unexcused() {
    List<String> all = new ArrayList<>(withGrace.unexcused());
    all.addAll(withoutGrace.unexcused());
    return all;
  }

  /** After a crash and a new start: looks at every account, and mends what is lost. */
  void check(String when, CrashedService service) throws Exception {
    timesBack.add(service.timeBack());
    boolean inTime = wasInTime(service);
    late += inTime ? 0 : 1;
    String told = "%s, back after %d ms".formatted(when, service.timeBack().toMillis());
    for (AccountGroup group : groups()) {
      check(group, told, service, inTime);
    }
    since = Instant.now();
  }

  private void check(AccountGroup group, String when, CrashedService service, boolean inTime)
      throws Exception {
    Provider provider = upstream.sandbox().provider();
    var states =
        new Aftermath(provider, history)
            .of(group, service.uri(), service.life()::connect, since, service.back(), inTime);
    for (AccountState state : states) {
      List<LoggedCall> calls =
          Rotations.granted(provider, since).stream()
              .filter(call -> call.key().uid().equals(state.uid()))
              .toList();
      Fate fate = casualties(group).add(state, when, calls, history.of(state.uid()));
      if (fate != Fate.KEPT) {
        group.entrust(state.uid(), service.uri());
      }
    }
  }

  /** Whether the last new start was before half of the grace was over. */
  boolean wasInTime(CrashedService service) {
    return service.timeBack().compareTo(IN_TIME) <= 0;
  }

  /** Rounds in which the service was not back before half of the grace was over. */
  int late() {
    return late;
  }

  @Override
  public String toString() {
    return "back after: %s (late: %d)%nwith grace: %s%nwithout grace: %s"
        .formatted(timesBack, late, withGrace, withoutGrace);
  }
}
