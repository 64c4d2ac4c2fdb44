package io.strongroom.vault;

import io.strongroom.simulation.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One account of a rotating grant, whose tokens callers want from three instances while these stop,
 * lose their database and die, and calls are slow or cut; then all is quiet.
 *
 * <p>Checked whenever a call begins, is refused or is recorded: E1, E2, E5, and that no account is
 * refused whose new master token has reached us, or could have. In the quiet, tokens are given
 * again.
 */
final class ExchangeSimulation {
  private static final int INSTANCES = 3;
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration UNKNOWN_OUTCOME_WAIT = Duration.ofSeconds(6);
  private static final Duration OWNER_WAIT = Duration.ofSeconds(10);
  private static final Duration LONG_OWNER_WAIT = Duration.ofSeconds(20);
  private static final Duration TROUBLE = Duration.ofSeconds(20);
  private static final Duration LENGTH = TROUBLE.plusSeconds(80);
  private static final Duration BETWEEN_WANTS = Duration.ofMillis(1_600);

  /**
   * The share of runs whose provider is busy while instances are away for long: one instance after
   * the other loses a call.
   */
  private static final double TRIED_IN_VAIN = 0.3;

  /** The shares of moments in a call's life that are made hard for its holder. */
  private static final double STRUCK = 0.05;

  private static final double STRUCK_WHERE_NOTHING_BURNS = 0.2;

  private static final Duration BETWEEN_TROUBLES = Duration.ofSeconds(4);

  private static final Duration TILL_RECORDED = Duration.ofMillis(40);
  private static final Duration REST = Duration.ofSeconds(2);
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Duration DEATH = Duration.ofSeconds(6);
  private static final Duration LONG = Duration.ofSeconds(8);

  private final Scheduler scheduler;
  private final PlantedInExchange planted;
  private final ClaimRules.Terms terms;
  private final boolean strict;
  private final boolean longStops;
  private final SimulatedProvider provider;
  private final SimulatedAccount account;
  private final List<SimulatedHolder> holders = new ArrayList<>();
  private final List<Given> given = new ArrayList<>();
  private final List<SimulatedCall> calls = new ArrayList<>();
  private @Nullable String violation;
  private boolean excused;
  private boolean wellAgain;

  private ExchangeSimulation(long seed, PlantedInExchange planted) {
    this.scheduler = new Scheduler(seed);
    this.planted = planted;
    boolean vain = scheduler.chance(TRIED_IN_VAIN);
    Duration grace = vain || scheduler.random().nextBoolean() ? GRACE : Duration.ZERO;
    this.strict = scheduler.chance(0.6);
    this.longStops = vain || scheduler.chance(0.5);
    Duration ownerWait = vain ? LONG_OWNER_WAIT : OWNER_WAIT;
    this.terms = new ClaimRules.Terms(true, TIMEOUT, grace, UNKNOWN_OUTCOME_WAIT, ownerWait);
    this.provider = new SimulatedProvider(scheduler, grace, strict, vain);
    this.account = new SimulatedAccount(scheduler, terms, planted);
  }

  /**
   * What a run came to.
   *
   * @param excused whether the account was lost in a way that nothing can save
   */
  record Outcome(Optional<String> violation, int calls, boolean excused) {}

  /**
   * A claim, as the database has given it.
   *
   * @param at in true time, in nanoseconds
   */
  private record Given(SimulatedHolder holder, long fence, long version, long at) {}

  static Outcome of(long seed, PlantedInExchange planted) {
    ExchangeSimulation simulation = new ExchangeSimulation(seed, planted);
    simulation.run();
    return new Outcome(
        Optional.ofNullable(simulation.violation), simulation.calls.size(), simulation.excused);
  }

  private void run() {
    for (int i = 0; i < INSTANCES; i++) {
      holders.add(new SimulatedHolder(i, scheduler, this));
    }
    scheduler.after(0, this::want);
    scheduler.after(0, this::trouble);
    scheduler.run(LENGTH);
    checkEnd();
  }

  PlantedInExchange planted() {
    return planted;
  }

  ClaimRules.Terms terms() {
    return terms;
  }

  SimulatedAccount account() {
    return account;
  }

  /** Whether the answer of an open call is awaited for long. */
  boolean mayAnswerLate() {
    return terms.grace().isZero();
  }

  private void violated(String what) {
    scheduler.trace("violation: %s", what);
    if (violation == null) {
      violation = "after %d ms, %s".formatted(scheduler.now() / 1_000_000, what);
    }
  }

  private void want() {
    holders.get(scheduler.random().nextInt(INSTANCES)).want();
    scheduler.after(scheduler.shortly(BETWEEN_WANTS), this::want);
  }

  private void trouble() {
    trouble(holders.get(scheduler.random().nextInt(INSTANCES)));
    scheduler.after(scheduler.shortly(BETWEEN_TROUBLES), this::trouble);
  }

  /** With a grace, one instance has none: somebody must be there to make use of it. */
  private void trouble(SimulatedHolder holder) {
    boolean spared = !mayAnswerLate() && holder.equals(holders.get(0));
    boolean quiet = scheduler.now() > TROUBLE.toNanos();
    if (spared || quiet || holder.wasTroubledSince(scheduler.now() - REST.toNanos())) {
      return;
    }
    switch (scheduler.random().nextInt(3)) {
      case 0 -> holder.stop(stopTime());
      case 1 -> holder.cutOff(scheduler.shortly(SHORT));
      default -> holder.kill(scheduler.shortly(DEATH));
    }
  }

  private long stopTime() {
    return longStops
        ? LONG.toNanos() + scheduler.shortly(LONG.multipliedBy(2))
        : scheduler.shortly(SHORT);
  }

  void given(SimulatedHolder holder, SimulatedAccount.Taken taken) {
    given.add(new Given(holder, taken.fence(), taken.version(), scheduler.now()));
  }

  void begins(SimulatedCall call) {
    for (SimulatedCall other : calls) {
      boolean holdsOn = other.isOpen() && !account.isOvertaken(other);
      if (holdsOn && !other.holder().wasTroubledSince(other.beganAt())) {
        violated("E1: two calls under way");
      }
      if (other.version() < call.version() && other.decidedAt() > scheduler.now()) {
        violated("E5: master token %d is still under way".formatted(other.version()));
      }
    }
    calls.add(call);
    strike(call.holder(), TIMEOUT);
  }

  /** The answer of a call has reached its holder, which has not recorded it. */
  void answered(SimulatedCall call) {
    strike(call.holder(), TILL_RECORDED);
  }

  private void strike(SimulatedHolder holder, Duration within) {
    if (scheduler.chance(strict ? STRUCK : STRUCK_WHERE_NOTHING_BURNS)) {
      scheduler.after(scheduler.shortly(within), () -> trouble(holder));
    }
  }

  long decide(SimulatedCall call) {
    long answer = provider.decide(call);
    scheduler.trace("%s is decided: %d", call, answer);
    if (answer == SimulatedProvider.REFUSED && violation == null && !excused) {
      excused = isExcused(call);
      if (!excused) {
        violated("master token %d came again".formatted(call.version()));
      }
    }
    return answer;
  }

  /**
   * Whether nothing could have kept the old master token from being sent again: its successor was
   * given to calls that ended without reading it, or its holders were silent for too long. With a
   * grace, two tries must have failed in it.
   */
  private boolean isExcused(SimulatedCall refused) {
    List<SimulatedCall> granted = provider.granted(refused.version());
    boolean lost = !granted.isEmpty() && granted.stream().allMatch(it -> isLost(it) || isLate(it));
    long failed =
        calls.stream().filter(it -> it.version() == refused.version() && it.isInVain()).count();
    boolean tried = failed + stranded(refused.version()) > 1;
    return lost && (mayAnswerLate() || tried || longStops);
  }

  /** Tries that never began: whoever was given the claim was in trouble, and did not hear of it. */
  private long stranded(long version) {
    return given.stream()
        .filter(it -> it.version() == version && it.holder().wasTroubledSince(it.at()))
        .filter(it -> calls.stream().noneMatch(call -> call.fence() == it.fence()))
        .count();
  }

  private static boolean isLost(SimulatedCall call) {
    return !call.isRead() && !call.isOpen();
  }

  private boolean isLate(SimulatedCall call) {
    return scheduler.now() - call.decidedAt() > terms.ownerWait().toNanos();
  }

  void recorded(SimulatedCall call) {
    if (account.violation() != null) {
      violated(account.violation());
    }
    if (scheduler.now() > TROUBLE.toNanos()
        && call.version() < account.master()
        && holders.stream().allMatch(it -> it.isClean() && !it.isTroubled())) {
      wellAgain = true;
      scheduler.end();
    }
  }

  private void checkEnd() {
    if (account.isRefused() && provider.honours(account.master())) {
      violated("refused, though the provider honours what is stored");
    }
    if (account.isRefused() && !excused) {
      violated("refused for nothing");
    }
    if (!account.isRefused() && !wellAgain) {
      violated("no token is given any more");
    }
  }
}
