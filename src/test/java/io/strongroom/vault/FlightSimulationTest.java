package io.strongroom.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.coherence.MemorySimulation;
import io.strongroom.simulation.Runs;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Callers of one instance share its exchanges, over memory, and drop what they get: in no run is
 * anybody given what was over before it asked.
 */
@Tag("simulation")
class FlightSimulationTest {
  private static final long RUNS_WITH_THE_FAULT = 20_000;

  /** The rules of the memory below have as many again of their own. */
  private static final long RUNS = Math.max(1, Runs.RUNS / 4);

  @Test
  void sharedExchangeGivesNobodyWhatIsOver() {
    assertEquals(Optional.empty(), Runs.firstViolation(RUNS, seed -> run(seed, true).violation()));
  }

  @Test
  void runsCheckMuchAndAreTheSameWhenRepeated() {
    long answers =
        LongStream.range(Runs.SEED, Runs.SEED + 100).map(it -> run(it, true).answers()).sum();
    assertTrue(answers > 100 * 20, () -> answers + " answers in 100 runs");
    assertEquals(run(Runs.SEED, true), run(Runs.SEED, true));
  }

  @Test
  void lateTokenThatIsGivenToEverybodyIsNoticed() {
    long runs = Runs.before(RUNS_WITH_THE_FAULT, seed -> run(seed, false).violation());
    System.out.printf("GIVE_TO_EVERYBODY: noticed after %d runs%n", runs);
    assertTrue(runs < RUNS_WITH_THE_FAULT, "a late token given to everybody is not noticed");
  }

  private static MemorySimulation.Outcome run(long seed, boolean readAgainWhatIsKnown) {
    return MemorySimulation.of(
        seed, scheduler -> new FlyingCallers(scheduler, readAgainWhatIsKnown));
  }
}
