package io.strongroom.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.simulation.Runs;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No window admits more than its limit in any of many runs. */
@Tag("simulation")
class QuotaSimulationTest {
  private static final long RUNS_WITH_A_FAULT = 1_000;

  @Test
  void noWindowAdmitsMoreThanItsLimit() {
    assertEquals(
        Optional.empty(), Runs.firstViolation(seed -> QuotaSimulation.of(seed, false).violation()));
  }

  @Test
  void runsAdmitMuchAndAreTheSameWhenRepeated() {
    QuotaSimulation.Outcome outcome = QuotaSimulation.of(Runs.SEED, false);
    assertTrue(outcome.admitted() > 50, () -> outcome.admitted() + " calls were admitted");
    assertEquals(outcome, QuotaSimulation.of(Runs.SEED, false));
  }

  @Test
  void countingAfterTheWindowTurnedIsNoticed() {
    long runs = Runs.before(RUNS_WITH_A_FAULT, seed -> QuotaSimulation.of(seed, true).violation());
    System.out.printf("counting after the turn: noticed after %d runs%n", runs);
    assertTrue(runs < RUNS_WITH_A_FAULT, "counting after the turn is not noticed");
  }
}
