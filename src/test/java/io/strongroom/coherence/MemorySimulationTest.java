package io.strongroom.coherence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.simulation.Runs;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory is never stale in any of many runs, and a rule that is left out is noticed. */
@Tag("simulation")
class MemorySimulationTest {
  /** Each planted fault is found within so many runs. */
  private static final long RUNS_WITH_A_FAULT = 20_000;

  @Test
  void memoryIsNeverStale() {
    assertEquals(
        Optional.empty(),
        Runs.firstViolation(
            seed -> MemorySimulation.of(seed, PlantedInMemory.NOTHING).violation()));
  }

  @Test
  void runsCheckMuchAndAreTheSameWhenRepeated() {
    long answers =
        LongStream.range(Runs.SEED, Runs.SEED + 100)
            .map(it -> MemorySimulation.of(it, PlantedInMemory.NOTHING).answers())
            .sum();
    assertTrue(answers > 100 * 20, () -> answers + " answers in 100 runs");
    assertEquals(
        MemorySimulation.of(Runs.SEED, PlantedInMemory.NOTHING),
        MemorySimulation.of(Runs.SEED, PlantedInMemory.NOTHING));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void ruleThatIsLeftOutIsNoticed(PlantedInMemory rule) {
    long runs = Runs.before(RUNS_WITH_A_FAULT, seed -> MemorySimulation.of(seed, rule).violation());
    System.out.printf("%s: noticed after %d runs%n", rule, runs);
    assertTrue(runs < RUNS_WITH_A_FAULT, () -> rule + " is not noticed");
  }
}
