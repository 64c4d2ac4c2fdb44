package io.strongroom.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.strongroom.history.HistoryRules;
import io.strongroom.history.Spread;
import io.strongroom.sandbox.LoggedCall;
import io.strongroom.service.Upstream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service is killed at random moments while callers fetch, distrust and drop the tokens of
 * fifty accounts. {@code -Dfaults.kills=300} is the long form, {@code -Dfaults.seed} repeats a run.
 */
@Tag("faults")
class RandomKillIT {
  private static final int KILLS = Integer.getInteger("faults.kills", 3);
  private static final long SEED = Long.getLong("faults.seed", System.nanoTime());
  private static final int WITH_GRACE = 30;
  private static final int WITHOUT_GRACE = 20;
  private static final int POSTGRES_TOO = 10;

  /** Exchanges; the provider remembers a thousand calls. */
  private static final int MEASURED = 400;

  private static final Duration MEASURED_WITHIN = Duration.ofSeconds(90);
  private static final Duration SHORTEST = Duration.ofMillis(300);
  private static final Duration LONGEST = Duration.ofMillis(1_200);

  private final Random random = new Random(SEED);
  private final Upstream upstream = new Upstream();
  private CrashedService service;
  private Population population;

  @BeforeEach
  void start(@TempDir Path folder) {
    service = CrashedService.start(folder);
    population =
        new Population(upstream, service.uri(), service.operatorKey(), WITH_GRACE, WITHOUT_GRACE);
  }

  @AfterEach
  void stop() {
    service.close();
    upstream.close();
  }

  @Test
  void noAccountIsLostByAKillAtARandomMoment() throws Exception {
    int killsThatLost = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      int before = population.casualties(population.strict()).inTheWindow();
      var backends = new Backends(population.groups(), service.uri(), population.history(), random);
      letThemAsk();
      service.kill(kill % POSTGRES_TOO == 0);
      backends.close();
      service.startAgain();
      population.check("kill " + kill + " of seed " + SEED, service);
      killsThatLost += population.casualties(population.strict()).inTheWindow() > before ? 1 : 0;
    }
    System.out.printf(
        "%d kills at random moments (seed %d)%n%s%nkills that cost an account without grace: %d%n",
        KILLS, SEED, population, killsThatLost);

    assertEquals(List.of(), HistoryRules.violations(population.history().seen()));
    assertEquals(List.of(), population.unexcused());
    // Who is back late excuses what the rule forbids: then this run is skipped, and not passed.
    assumeTrue(population.late() * 2 <= KILLS, "too slow a machine to say anything");
  }

  @Test
  void windowBetweenTheProvidersDecisionAndTheRecordIsNarrow() {
    Instant since = Instant.now();
    try (var backends =
        new Backends(population.groups(), service.uri(), population.history(), random)) {
      await()
          .atMost(MEASURED_WITHIN)
          .until(() -> Rotations.granted(upstream.sandbox().provider(), since).size() >= MEASURED);
    }

    Spread width = new Spread();
    for (LoggedCall call : Rotations.granted(upstream.sandbox().provider(), since)) {
      population
          .history()
          .firstSeen(call.accessToken())
          .ifPresent(seen -> width.add(Duration.between(call.decidedAt(), seen)));
    }
    System.out.println("from the provider's decision to the caller's answer: " + width);
    assertTrue(width.size() >= MEASURED / 2, "callers have got what was exchanged: " + width);
    assertTrue(width.at(0.5).toMillis() < 1_000, "half of them within a second: " + width);
  }

  /** Kills come at any moment of this time, and of what the callers do meanwhile. */
  private void letThemAsk() {
    LockSupport.parkNanos(random.nextLong(SHORTEST.toNanos(), LONGEST.toNanos()));
  }
}
