package io.strongroom.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.cluster.Cluster;
import io.strongroom.database.ExternalPostgres;
import io.strongroom.history.History;
import io.strongroom.history.HistoryRules;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.service.Callers;
import io.strongroom.service.Upstream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The holder of claims stands still past its leases, the provider's answers in its sockets, while
 * another instance is asked for the same accounts. {@code -Dfaults.stalls=50} is the long form: so
 * many holders with grace and as many without.
 */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StalledHolderIT {
  private static final int STALLS = Integer.getInteger("faults.stalls", 4);
  private static final int AT_ONCE = 10;

  /** How long the other instance waits for a silent holder where there is no grace. */
  private static final Duration WAIT = Duration.ofSeconds(10);

  /** How long one waits for the other's spool while the other is away. */
  private static final Duration OWNER_WAIT = Duration.ofSeconds(12);

  private static final int STALLED = 0;
  private static final int STEADY = 1;

  private static final Map<String, ?> SETTINGS =
      Map.of(
          "timeoutMillis", 2_500,
          "lateReplySeconds", 1,
          "unknownOutcomeWaitSeconds", WAIT.toSeconds());

  /** The answer leaves the provider when its caller stands still, and before that would give up. */
  private static final Duration HELD_BACK = Duration.ofMillis(1_500);

  private static final Set<String> ENDINGS = Set.of("late outcome", "unknown-outcome");
  private static final Duration LEASES_END_WITHIN = Duration.ofSeconds(120);
  private static final Duration LATE_OUTCOMES_WITHIN = Duration.ofSeconds(20);

  private final Random random = new Random(Long.getLong("faults.seed", 42));
  private final Upstream upstream = new Upstream();
  private Cluster cluster;

  @BeforeAll
  void start(@TempDir Path folder) {
    cluster =
        Cluster.start(
            2,
            ExternalPostgres.newest(),
            folder,
            Map.of("STRONGROOM_SPOOL_OWNER_WAIT_SECONDS", Long.toString(OWNER_WAIT.toSeconds())));
  }

  @AfterAll
  void stop() {
    cluster.close();
    upstream.close();
  }

  @Test
  void noAccountWithGraceIsLostByAStall() throws Exception {
    assertNoneIsLost(Population.GRACE);
  }

  @Test
  void noAccountWithoutGraceIsLostByAStallShorterThanTheWait() throws Exception {
    assertNoneIsLost(Duration.ZERO);
  }

  private void assertNoneIsLost(Duration grace) throws Exception {
    List<AccountState> lost = new ArrayList<>();
    int stalled = 0;
    while (stalled < STALLS) {
      Round round = new Round(grace, Math.min(AT_ONCE, STALLS - stalled));
      // The wait is counted from the end of the lease at the earliest.
      Set<String> held = round.stall(Duration.ofMillis(random.nextLong(WAIT.toMillis() * 6 / 10)));
      stalled += held.size();
      lost.addAll(round.lost(held));
      assertEquals(List.of(), HistoryRules.violations(round.history.seen()));
    }
    System.out.printf(
        "%d holders stalled, grace %d s; lost: %d%n", stalled, grace.toSeconds(), lost.size());
    assertEquals(List.of(), lost);
  }

  @Test
  void stallLongerThanTheWaitEndsAsALateOutcomeOrAsUnknown() throws Exception {
    Map<String, Integer> ends = new TreeMap<>();
    int stalled = 0;
    while (stalled < STALLS) {
      Round round = new Round(Duration.ZERO, Math.min(AT_ONCE, STALLS - stalled));
      Set<String> held = round.stall(OWNER_WAIT.plus(WAIT));
      stalled += held.size();
      round.endings(held).forEach(end -> ends.merge(end, 1, Integer::sum));
      assertEquals(List.of(), HistoryRules.violations(round.history.seen()));
    }
    System.out.printf("%d holders stalled for longer than the wait: %s%n", stalled, ends);
  }

  /** Some accounts, and one stall of their holder. */
  private final class Round {
    private final History history = new History();
    private final AccountGroup group;
    private final Instant since = Instant.now();

    Round(Duration grace, int size) {
      group =
          AccountGroup.make(
              upstream, cluster.uri(STEADY), cluster.operatorKey(), grace, size, SETTINGS);
    }

    /** Gives the accounts whose holder was met between the provider's decision and its answer. */
    Set<String> stall(Duration beyondTheLease) throws Exception {
      Callers holder = group.callers(cluster.uri(STALLED));
      group.uids().forEach(uid -> upstream.delay(FaultKind.SLOW_REPLY, uid, HELD_BACK));
      var waiting = holder.issue(group.uids().stream());
      await()
          .pollInterval(Duration.ofMillis(10))
          .until(() -> group.uids().stream().allMatch(uid -> upstream.granted(uid) == 1));
      cluster.service(STALLED).freeze();
      Set<String> held;
      try (Connection database = cluster.postgres().connect()) {
        held = Leases.held(database, group.tenantId());
        assertTrue(!held.isEmpty(), "somebody stands still in the middle of an exchange");
        try (var others = new Backends(List.of(group), cluster.uri(STEADY), history, random)) {
          await()
              .atMost(LEASES_END_WITHIN)
              .until(() -> Leases.areOver(database, group.tenantId(), held));
          LockSupport.parkNanos(beyondTheLease.toNanos());
        }
      } finally {
        cluster.service(STALLED).thaw();
      }
      await().atMost(LATE_OUTCOMES_WITHIN).until(() -> waiting.stream().allMatch(w -> w.isDone()));
      return held;
    }

    List<AccountState> lost(Set<String> held) throws Exception {
      var states =
          new Aftermath(upstream.sandbox().provider(), history)
              .of(
                  group,
                  cluster.uri(STEADY),
                  cluster.postgres()::connect,
                  since,
                  Instant.now(),
                  true);
      return states.stream()
          .filter(state -> held.contains(state.uid()))
          .filter(state -> !state.works())
          .toList();
    }

    /** Each holder's outcome comes late, or its account is given up; nothing else, and in time. */
    List<String> endings(Set<String> held) {
      return await()
          .atMost(LATE_OUTCOMES_WITHIN)
          .until(() -> held.stream().map(this::ending).toList(), ends -> ENDINGS.containsAll(ends));
    }

    private String ending(String uid) {
      try (Connection database = cluster.postgres().connect()) {
        Map<String, Long> recorded =
            Rotations.recorded(database, group.tenantId(), since, Instant.now());
        // What was decided first is what the holder had in its socket; nothing came after it.
        return recorded.getOrDefault(uid, 0L) > 0
            ? "late outcome"
            : group.status(uid, cluster.uri(STEADY));
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
