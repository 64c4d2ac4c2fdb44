package io.strongroom.vault;

import io.strongroom.simulation.Scheduler;
import io.strongroom.simulation.SimulatedProcess;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One data directory and the lives of the service on it, one after the other: each takes claims,
 * calls the provider and records what it has answered. It may stand still, lose its database, die
 * and come back.
 */
final class SimulatedHolder {
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration TRY_AGAIN = Duration.ofMillis(500);
  private static final Duration LATE_REPLY = Duration.ofSeconds(6);
  private static final double CUT = 0.01;

  private final int number;
  private final Scheduler scheduler;
  private final ExchangeSimulation world;
  private final double rate;

  /** Outcomes that are on disk and not in the database. */
  private final Deque<Outcome> spool = new ArrayDeque<>();

  private final List<UUID> unsettled = new ArrayList<>();
  private final List<SimulatedCall> calls = new ArrayList<>();
  private Silence silence;

  /** What an earlier one has begun does not go on. */
  private SimulatedProcess process;

  private @Nullable UUID life;
  private boolean ready;
  private boolean busy;
  private boolean cutOff;
  private long troubledUntil = -1;

  SimulatedHolder(int number, Scheduler scheduler, ExchangeSimulation world) {
    this.number = number;
    this.scheduler = scheduler;
    this.world = world;
    this.rate = 1 + (scheduler.random().nextDouble() - 0.5) * 0.02;
    this.process = new SimulatedProcess(scheduler, rate);
    this.silence = new Silence(process::nanos);
    start();
    beat();
  }

  private record Outcome(SimulatedCall call, long answer) {}

  /** Whether it has been stopped, cut off or killed since then, in true time. */
  boolean wasTroubledSince(long then) {
    return troubledUntil >= then;
  }

  boolean isTroubled() {
    return troubledUntil >= scheduler.now();
  }

  /** Whether nothing that it has read is still to be recorded. */
  boolean isClean() {
    return ready && spool.isEmpty();
  }

  /** Nothing runs for a while. */
  void stop(long nanos) {
    isTroubledFor("stopped", nanos);
    process.stop(nanos);
  }

  /** Most statements get lost for a while, or their results do. */
  void cutOff(long nanos) {
    isTroubledFor("cut off", nanos);
    cutOff = true;
    scheduler.after(nanos, () -> cutOff = false);
  }

  /** The process ends, and another begins some time later. */
  void kill(long nanos) {
    isTroubledFor("killed", nanos);
    process.end();
    ready = false;
    busy = false;
    calls.forEach(SimulatedCall::close);
    calls.clear();
    if (world.planted() == PlantedInExchange.KEEP_NO_SPOOL) {
      spool.clear();
    }
    scheduler.after(nanos, this::startAgain);
  }

  private void isTroubledFor(String what, long nanos) {
    scheduler.trace("%s is %s for %d ms", this, what, nanos / 1_000_000);
    troubledUntil = Math.max(troubledUntil, scheduler.now() + nanos);
  }

  private void startAgain() {
    process = new SimulatedProcess(scheduler, rate);
    silence = new Silence(process::nanos);
    start();
  }

  private void later(long nanos, Runnable what) {
    SimulatedProcess in = process;
    scheduler.after(in.trueNanos(nanos), () -> in.here(what));
  }

  /** One transaction; it may be made though this instance learns that it failed. */
  private <T> void statement(Supplier<T> work, Consumer<T> done, Runnable failed) {
    boolean[] over = new boolean[1];
    SimulatedProcess in = process;
    later(PATIENCE.toNanos(), () -> end(over, failed));
    Runnable commit =
        () -> {
          T result = work.get();
          if (!isLost()) {
            scheduler.after(delay(), () -> in.here(() -> end(over, () -> done.accept(result))));
          }
        };
    boolean onItsWay = scheduler.chance(0.5);
    if (!isLost()) {
      scheduler.after(delay(), onItsWay ? commit : () -> in.here(commit));
    }
  }

  private static void end(boolean[] over, Runnable next) {
    if (!over[0]) {
      over[0] = true;
      next.run();
    }
  }

  private boolean isLost() {
    return cutOff && scheduler.chance(0.8);
  }

  private long delay() {
    return scheduler.shortly(
        scheduler.chance(0.02) ? Duration.ofMillis(600) : Duration.ofMillis(20));
  }

  /** The former life's claims end, its outcomes are recorded, and only then are claims taken. */
  private void start() {
    UUID former = life;
    statement(
        () -> world.account().beginLife(former), this::born, () -> later(half(), this::start));
  }

  private void born(UUID next) {
    life = next;
    unsettled.add(next);
    replay();
  }

  private void replay() {
    if (spool.isEmpty()) {
      settle();
    } else {
      record(spool.element(), this::replay);
    }
  }

  private void settle() {
    List<UUID> former = unsettled.stream().filter(it -> !it.equals(life)).toList();
    statement(
        () -> {
          former.forEach(world.account()::settle);
          return former;
        },
        settled -> {
          unsettled.removeAll(settled);
          ready = true;
        },
        () -> later(half(), this::settle));
  }

  private static long half() {
    return TRY_AGAIN.toNanos();
  }

  private void beat() {
    UUID present = life;
    if (present != null) {
      process.here(
          () ->
              statement(
                  () -> {
                    world.account().renew(present);
                    return present;
                  },
                  renewed -> silence.heard(),
                  silence::lost));
    }
    if (world.account().hasLostCall()) {
      want();
    }
    scheduler.after(process.trueNanos(BEAT.toNanos()), this::beat);
  }

  /** Somebody wants a new client token. */
  void want() {
    process.here(
        () -> {
          if (ready && !busy) {
            claim();
          }
        });
  }

  private void claim() {
    busy = true;
    long sent = process.nanos();
    SimulatedProcess in = process;
    statement(
        () -> in.hasEnded() || in.isStopped() ? null : take(),
        taken -> {
          if (taken == null) {
            busy = false;
          } else {
            begin(taken, sent);
          }
        },
        () -> {
          silence.lost();
          busy = false;
        });
  }

  private SimulatedAccount.@Nullable Taken take() {
    SimulatedAccount.Taken taken = life == null ? null : world.account().take(life, silence);
    if (taken != null) {
      scheduler.trace("%s is given claim %d", this, taken.fence());
      world.given(this, taken);
    }
    return taken;
  }

  private void begin(SimulatedAccount.Taken taken, long sent) {
    SimulatedCall call =
        new SimulatedCall(taken.claim(), taken.fence(), taken.version(), this, scheduler.now());
    boolean late = process.nanos() - sent >= world.terms().margin().toNanos();
    if (late && world.planted() != PlantedInExchange.BEGIN_LATE) {
      end(call, Claim.State.ENDED);
      return;
    }
    calls.add(call);
    scheduler.trace("%s begins", call);
    world.begins(call);
    send(call);
    if (world.mayAnswerLate()) {
      extend(call);
    }
    later(
        (world.mayAnswerLate() ? LATE_REPLY : world.terms().timeout()).toNanos(),
        () -> giveUp(call));
    if (scheduler.chance(CUT)) {
      later(scheduler.shortly(world.terms().timeout().multipliedBy(2)), () -> giveUp(call));
    }
  }

  /** The provider decides within the call's time, whatever has become of the holder. */
  private void send(SimulatedCall call) {
    SimulatedProcess in = process;
    scheduler.after(
        scheduler.shortly(world.terms().timeout().multipliedBy(9).dividedBy(10)),
        () -> {
          long answer = world.decide(call);
          Duration way = scheduler.chance(0.02) ? Duration.ofSeconds(8) : Duration.ofMillis(100);
          scheduler.after(scheduler.shortly(way), () -> in.here(() -> receive(call, answer)));
        });
  }

  private void extend(SimulatedCall call) {
    later(
        world.terms().lease().toNanos() / 3,
        () -> {
          if (call.isOpen()) {
            statement(
                () -> {
                  world.account().extend(call);
                  return call;
                },
                extended -> {},
                () -> {});
            extend(call);
          }
        });
  }

  private void giveUp(SimulatedCall call) {
    if (call.isOpen()) {
      call.close();
      scheduler.trace("%s is given up", call);
      end(call, Claim.State.UNKNOWN);
    }
  }

  private void end(SimulatedCall call, Claim.State state) {
    statement(
        () -> {
          world.account().release(call, state);
          return state;
        },
        ended -> busy = false,
        () -> busy = false);
  }

  private void receive(SimulatedCall call, long answer) {
    if (call.isOpen()) {
      call.read();
      scheduler.trace("%s is answered: %d", call, answer);
      spool.add(new Outcome(call, answer));
      world.answered(call);
      record(spool.getLast(), () -> busy = false);
    }
  }

  private void record(Outcome outcome, Runnable then) {
    statement(
        () -> {
          write(outcome);
          return outcome;
        },
        written -> {
          scheduler.trace("%s is recorded", written.call);
          spool.remove(written);
          world.recorded(written.call);
          then.run();
        },
        () -> later(half(), () -> record(outcome, then)));
  }

  private void write(Outcome outcome) {
    if (outcome.answer == SimulatedProvider.REFUSED) {
      world.account().recordRefused(outcome.call);
    } else if (outcome.answer == SimulatedProvider.BUSY) {
      world.account().release(outcome.call, Claim.State.ENDED);
    } else {
      world.account().recordGranted(outcome.call, outcome.answer);
    }
  }

  @Override
  public String toString() {
    return "instance " + number;
  }
}
