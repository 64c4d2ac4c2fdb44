package io.strongroom.coherence;

import io.strongroom.simulation.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * One run of some instances over one database, with callers who read and change a few slots at any
 * of them, while clocks differ and jump, messages are late or lost, and instances stop and die.
 *
 * <p>Checked at every answer: no caller sees less than what had been answered, or shown to anybody,
 * before it asked. That is C1, and generations that never go back.
 */
public final class MemorySimulation {
  private static final int INSTANCES = 3;
  private static final int SLOTS = 2;
  private static final Duration LENGTH = Duration.ofSeconds(7);
  private static final Duration BETWEEN_READS = Duration.ofMillis(600);
  private static final Duration BETWEEN_CHANGES = Duration.ofMillis(1_500);
  private static final Duration BETWEEN_TROUBLES = Duration.ofMillis(2_500);
  private static final Duration LONGEST_TROUBLE = Duration.ofSeconds(6);

  private final Scheduler scheduler;
  private final SimulatedDatabase database;
  private final PlantedInMemory planted;
  private final Callers callers;
  private final SimulatedInstance[] instances = new SimulatedInstance[INSTANCES];
  private final long[] shown = new long[SLOTS];
  private Optional<String> violation = Optional.empty();
  private int answers;

  private MemorySimulation(
      long seed, PlantedInMemory planted, Function<Scheduler, Callers> callers) {
    this.scheduler = new Scheduler(seed);
    this.planted = planted;
    this.callers = callers.apply(scheduler);
    this.database = new SimulatedDatabase(scheduler, SLOTS, planted);
  }

  /** What callers do at an instance, and how versions come about. */
  public interface Callers {
    /** Whether a reading of this version may be remembered. */
    boolean mayRemember(long version);

    /**
     * @param told is given a version, at the moment of the answer; never for a call that fails
     */
    void read(SimulatedInstance at, int slot, LongConsumer told);

    /**
     * @param answered is given the new version, at the moment of the answer
     */
    void change(SimulatedInstance at, int slot, LongConsumer answered);
  }

  /**
   * What a run came to.
   *
   * @param answers that were checked
   */
  public record Outcome(Optional<String> violation, int answers) {}

  static Outcome of(long seed, PlantedInMemory planted) {
    return of(seed, planted, scheduler -> new PlainCallers());
  }

  /** One run in which the memory keeps all its rules, and callers may break theirs. */
  public static Outcome of(long seed, Function<Scheduler, Callers> callers) {
    return of(seed, PlantedInMemory.NOTHING, callers);
  }

  private static Outcome of(
      long seed, PlantedInMemory planted, Function<Scheduler, Callers> callers) {
    MemorySimulation simulation = new MemorySimulation(seed, planted, callers);
    simulation.run();
    return new Outcome(simulation.violation, simulation.answers);
  }

  private void run() {
    for (int i = 0; i < INSTANCES; i++) {
      instances[i] = instance();
    }
    scheduler.after(0, this::read);
    scheduler.after(0, this::change);
    scheduler.after(0, this::trouble);
    scheduler.run(LENGTH);
  }

  private SimulatedInstance instance() {
    return new SimulatedInstance(scheduler, database, planted, callers::mayRemember);
  }

  private SimulatedInstance any() {
    return instances[scheduler.random().nextInt(INSTANCES)];
  }

  private void read() {
    int slot = scheduler.random().nextInt(SLOTS);
    long least = shown[slot];
    long asked = scheduler.now();
    callers.read(any(), slot, version -> check(slot, version, least, asked));
    scheduler.after(scheduler.shortly(BETWEEN_READS), this::read);
  }

  private void check(int slot, long version, long least, long asked) {
    answers++;
    if (version < least && violation.isEmpty()) {
      violation =
          Optional.of(
              "asked at %d ms, slot %d: version %d after %d was shown"
                  .formatted(asked / 1_000_000, slot, version, least));
    }
    shown[slot] = Math.max(shown[slot], version);
  }

  private void change() {
    int slot = scheduler.random().nextInt(SLOTS);
    callers.change(any(), slot, version -> shown[slot] = Math.max(shown[slot], version));
    if (scheduler.chance(0.7)) {
      for (SimulatedInstance instance : instances) {
        scheduler.after(scheduler.shortly(Duration.ofMillis(50)), instance::hint);
      }
    }
    scheduler.after(scheduler.shortly(BETWEEN_CHANGES), this::change);
  }

  private void trouble() {
    long time = scheduler.shortly(LONGEST_TROUBLE);
    switch (scheduler.random().nextInt(6)) {
      case 0 -> any().process().stop(time);
      case 1 -> any().process().suspend(time);
      case 2, 3 -> any().cutOff(time);
      case 4 -> database.jump((scheduler.random().nextBoolean() ? 1 : -1) * time);
      default -> replaceOne();
    }
    scheduler.after(scheduler.shortly(BETWEEN_TROUBLES), this::trouble);
  }

  /** One dies; what was under way there is lost, and another begins. */
  private void replaceOne() {
    int which = scheduler.random().nextInt(INSTANCES);
    instances[which].process().end();
    instances[which] = instance();
  }
}
