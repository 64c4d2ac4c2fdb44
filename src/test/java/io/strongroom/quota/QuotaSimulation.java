package io.strongroom.quota;

import io.strongroom.simulation.Scheduler;
import io.strongroom.simulation.SimulatedProcess;
import io.strongroom.token.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Instances that take blocks of one limit from a database, admit calls from them, give back what is
 * left, stand still, are suspended and die, over several windows and by clocks that differ. Checked
 * at every call: no window admits more than its limit.
 */
final class QuotaSimulation {
  private static final int INSTANCES = 3;
  private static final Duration WINDOW = Duration.ofSeconds(3);
  private static final Duration LENGTH = WINDOW.multipliedBy(3);
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final Duration BETWEEN_CALLS = Duration.ofMillis(120);
  private static final Duration BETWEEN_TROUBLES = Duration.ofSeconds(4);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(6);
  private static final Duration LOOK = Duration.ofMillis(250);

  /** What two clocks may deviate from each other. */
  private static final double DEVIATION = 0.01;

  private final Scheduler scheduler;
  private final PlantedInQuota planted;
  private final long limit;
  private final Map<Long, Long> counted = new HashMap<>();
  private final Map<Long, Long> admitted = new HashMap<>();
  private final Instance[] instances = new Instance[INSTANCES];
  private @Nullable String violation;
  private long all;

  private QuotaSimulation(long seed, PlantedInQuota planted) {
    this.scheduler = new Scheduler(seed);
    this.planted = planted;
    this.limit = 20 + scheduler.random().nextInt(100);
  }

  /** What a run came to. */
  record Outcome(Optional<String> violation, long admitted) {}

  static Outcome of(long seed, PlantedInQuota planted) {
    QuotaSimulation simulation = new QuotaSimulation(seed, planted);
    simulation.run();
    return new Outcome(Optional.ofNullable(simulation.violation), simulation.all);
  }

  private void run() {
    for (int i = 0; i < INSTANCES; i++) {
      instances[i] = new Instance();
    }
    scheduler.after(0, this::trouble);
    scheduler.run(LENGTH);
  }

  private void trouble() {
    int which = scheduler.random().nextInt(INSTANCES);
    switch (scheduler.random().nextInt(3)) {
      case 0 -> instances[which].process.stop(scheduler.shortly(LONGEST_STOP));
      case 1 -> instances[which].process.suspend(scheduler.shortly(LONGEST_STOP));
      default -> {
        instances[which].process.end();
        instances[which] = new Instance();
      }
    }
    scheduler.after(scheduler.shortly(BETWEEN_TROUBLES), this::trouble);
  }

  private long window() {
    return scheduler.now() / WINDOW.toNanos();
  }

  /** As the statement does: an eighth of what is left, at least one. */
  private Counted take(long size) {
    long window = window();
    long used = counted.getOrDefault(window, 0L);
    long calls = used < limit ? Math.max(1, Math.min(size, (limit - used) / 8)) : 0;
    counted.put(window, used + calls);
    return new Counted(
        window, used + calls, calls, (window + 1) * WINDOW.toNanos() - scheduler.now());
  }

  private record Counted(long window, long used, long calls, long left) {
    Allowance.Block block() {
      return new Allowance.Block(
          Instant.ofEpochSecond(window), Instant.ofEpochSecond(window + 1), used, calls);
    }
  }

  private void giveBack(Allowance.Block rest) {
    counted.merge(rest.start().getEpochSecond(), -rest.calls(), Long::sum);
  }

  private void admit() {
    all++;
    long calls = admitted.merge(window(), 1L, Long::sum);
    if (calls > limit && violation == null) {
      violation =
          "after %d ms, call %d of a window of %d"
              .formatted(scheduler.now() / 1_000_000, calls, limit);
    }
  }

  /** One instance with its share of the limit. */
  private final class Instance {
    private final SimulatedProcess process =
        new SimulatedProcess(scheduler, 1 + (scheduler.random().nextDouble() * 2 - 1) * DEVIATION);
    private final Clocks clocks =
        planted == PlantedInQuota.ONE_CLOCK
            ? new Clocks(process::nanos, () -> Instant.EPOCH)
            : process.clocks();
    private final Allowance allowance = new Allowance(limit, clocks.now());
    private boolean refilling;

    Instance() {
      scheduler.after(scheduler.shortly(BETWEEN_CALLS), this::call);
      scheduler.after(scheduler.shortly(LOOK), this::look);
    }

    private void call() {
      if (!process.hasEnded()) {
        process.here(
            () -> {
              if (allowance.take(clocks.now()) != null) {
                admit();
              } else if (!refilling) {
                refill();
              }
            });
        scheduler.after(scheduler.shortly(BETWEEN_CALLS), this::call);
      }
    }

    private void refill() {
      refilling = true;
      Clocks.Moment sent = clocks.now();
      long size = allowance.size();
      scheduler.after(
          delay(),
          () -> {
            Counted counted = take(size);
            scheduler.after(delay(), () -> process.here(() -> add(counted, sent)));
          });
    }

    private void add(Counted counted, Clocks.Moment sent) {
      refilling = false;
      Duration left =
          planted == PlantedInQuota.COUNT_AFTER_THE_TURN
              ? LENGTH
              : Duration.ofNanos(counted.left());
      if (counted.calls() > 0 && !allowance.add(counted.block(), sent, left, LEASE)) {
        giveBack(counted.block());
      }
    }

    private void look() {
      if (!process.hasEnded()) {
        process.here(
            () -> {
              Allowance.Block rest = allowance.isOver(clocks.now()) ? allowance.empty() : null;
              if (rest != null) {
                scheduler.after(delay(), () -> giveBack(rest));
              }
            });
        scheduler.after(LOOK.toNanos(), this::look);
      }
    }

    private long delay() {
      return scheduler.shortly(Duration.ofMillis(scheduler.chance(0.05) ? 1_500 : 10));
    }
  }
}
