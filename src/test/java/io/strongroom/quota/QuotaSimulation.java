package io.strongroom.quota;

import io.strongroom.simulation.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Instances that take blocks of one limit from a database, admit calls from them, give back what is
 * left, stand still and die, over several windows. Checked at every call: no window admits more
 * than its limit.
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

  private final Scheduler scheduler;
  private final boolean countsAfterTheTurn;
  private final long limit;
  private final Map<Long, Long> counted = new HashMap<>();
  private final Map<Long, Long> admitted = new HashMap<>();
  private final Instance[] instances = new Instance[INSTANCES];
  private @Nullable String violation;
  private long all;

  private QuotaSimulation(long seed, boolean countsAfterTheTurn) {
    this.scheduler = new Scheduler(seed);
    this.countsAfterTheTurn = countsAfterTheTurn;
    this.limit = 20 + scheduler.random().nextInt(100);
  }

  /** What a run came to. */
  record Outcome(Optional<String> violation, long admitted) {}

  /**
   * @param countsAfterTheTurn whether calls are admitted from a block of the window before
   */
  static Outcome of(long seed, boolean countsAfterTheTurn) {
    QuotaSimulation simulation = new QuotaSimulation(seed, countsAfterTheTurn);
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
    if (scheduler.chance(0.5)) {
      instances[which].stop(scheduler.shortly(LONGEST_STOP));
    } else {
      instances[which].dead = true;
      instances[which] = new Instance();
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
    private final Allowance allowance = new Allowance(limit, scheduler.now());
    private boolean dead;
    private boolean refilling;
    private long stoppedUntil;

    Instance() {
      scheduler.after(scheduler.shortly(BETWEEN_CALLS), this::call);
      scheduler.after(scheduler.shortly(LOOK), this::look);
    }

    void stop(long nanos) {
      stoppedUntil = scheduler.now() + nanos;
    }

    /** Runs now, or as soon as this instance goes on; never when it is dead. */
    private void here(Runnable what) {
      if (scheduler.now() < stoppedUntil) {
        scheduler.after(stoppedUntil - scheduler.now(), () -> here(what));
      } else if (!dead) {
        what.run();
      }
    }

    private void call() {
      if (!dead) {
        here(
            () -> {
              if (allowance.take(scheduler.now()) != null) {
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
      long sent = scheduler.now();
      long size = allowance.size();
      scheduler.after(
          delay(),
          () -> {
            Counted counted = take(size);
            scheduler.after(delay(), () -> here(() -> add(counted, sent)));
          });
    }

    private void add(Counted counted, long sent) {
      refilling = false;
      long end = countsAfterTheTurn ? Long.MAX_VALUE : sent + counted.left();
      if (counted.calls() > 0 && !allowance.add(counted.block(), sent, end, LEASE)) {
        giveBack(counted.block());
      }
    }

    private void look() {
      if (!dead) {
        here(
            () -> {
              Allowance.Block rest = allowance.isOver(scheduler.now()) ? allowance.empty() : null;
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
