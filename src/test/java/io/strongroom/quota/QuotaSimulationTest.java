package io.strongroom.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.simulation.Runs;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No window admits more than its limit in any of many runs. */
@Tag("simulation")
class QuotaSimulationTest {
  private static final long RUNS_WITH_A_FAULT = 10_000;

  @Test
  void noWindowAdmitsMoreThanItsLimit() {
    assertEquals(
        Optional.empty(),
        Runs.firstViolation(seed -> QuotaSimulation.of(seed, PlantedInQuota.NOTHING).violation()));
  }

  @Test
  void runsAdmitMuchAndAreTheSameWhenRepeated() {
    QuotaSimulation.Outcome outcome = QuotaSimulation.of(Runs.SEED, PlantedInQuota.NOTHING);
    assertTrue(outcome.admitted() > 50, () -> outcome.admitted() + " calls were admitted");
    assertEquals(outcome, QuotaSimulation.of(Runs.SEED, PlantedInQuota.NOTHING));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void ruleThatIsLeftOutIsNoticed(PlantedInQuota rule) {
    long runs = Runs.before(RUNS_WITH_A_FAULT, seed -> QuotaSimulation.of(seed, rule).violation());
    System.out.printf("%s: noticed after %d runs%n", rule, runs);
    assertTrue(runs < RUNS_WITH_A_FAULT, () -> rule + " is not noticed");
  }
}
