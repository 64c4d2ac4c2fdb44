package io.strongroom.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.simulation.Runs;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No account is lost in any of many runs, and a rule that is left out is noticed. */
@Tag("simulation")
class ExchangeSimulationTest {
  /** Each planted fault is found within so many runs. */
  private static final long RUNS_WITH_A_FAULT = 100_000;

  @Test
  void noAccountIsLostThatCouldBeSaved() {
    assertEquals(
        Optional.empty(),
        Runs.firstViolation(
            seed -> ExchangeSimulation.of(seed, PlantedInExchange.NOTHING).violation()));
  }

  @Test
  void runsCallMuchLoseLittleAndAreTheSameWhenRepeated() {
    long calls = 0;
    long excused = 0;
    for (long seed = Runs.SEED; seed < Runs.SEED + 1_000; seed++) {
      ExchangeSimulation.Outcome outcome = ExchangeSimulation.of(seed, PlantedInExchange.NOTHING);
      calls += outcome.calls();
      excused += outcome.excused() ? 1 : 0;
      assertEquals(outcome, ExchangeSimulation.of(seed, PlantedInExchange.NOTHING));
    }
    System.out.printf("1000 runs: %d calls, %d accounts lost beyond saving%n", calls, excused);
    assertTrue(calls > 10 * 1_000, "there is nothing to check in " + calls + " calls");
    assertTrue(excused < 500, excused + " accounts are excused");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void ruleThatIsLeftOutIsNoticed(PlantedInExchange rule) {
    long runs =
        Runs.before(RUNS_WITH_A_FAULT, seed -> ExchangeSimulation.of(seed, rule).violation());
    System.out.printf("%s: noticed after %d runs%n", rule, runs);
    assertTrue(runs < RUNS_WITH_A_FAULT, () -> rule + " is not noticed");
  }
}
