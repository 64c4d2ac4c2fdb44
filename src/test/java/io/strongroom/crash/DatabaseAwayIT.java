package io.strongroom.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.strongroom.database.ExternalPostgres;
import io.strongroom.history.History;
import io.strongroom.history.HistoryRules;
import io.strongroom.proxy.TcpProxy;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.service.ShortForm;
import io.strongroom.service.Upstream;
import io.strongroom.vault.KilledService;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The database goes away while answers of the provider are on their way, and comes back later. The
 * long form is {@code -Dfaults.awaySeconds=60 -Dfaults.share=1}.
 */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseAwayIT {
  private static final Duration AWAY =
      Duration.ofSeconds(Integer.getInteger("faults.awaySeconds", 8));
  private static final int ACCOUNTS = 5;

  /** The short form looks at one of so many ways. */
  private static final int SHARE = 2;

  /** The database is gone before the answers come. */
  private static final Duration HELD_BACK = Duration.ofMillis(1_500);

  private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(60);

  private final Upstream upstream = new Upstream();
  private final ExternalPostgres postgres = ExternalPostgres.newest();
  private final TcpProxy proxy = TcpProxy.to(postgres.port());
  private KilledService service;

  /** How a database goes away, and comes back. */
  enum Absence {
    /** Connections are reset, new ones refused. */
    CUT {
      @Override
      void begin(TcpProxy proxy, ExternalPostgres postgres) {
        proxy.refuse();
        proxy.resetAll();
      }

      @Override
      void end(TcpProxy proxy, ExternalPostgres postgres) {
        proxy.heal();
      }
    },
    /** Connections stay and carry nothing. */
    BLACK_HOLE {
      @Override
      void begin(TcpProxy proxy, ExternalPostgres postgres) {
        proxy.swallow();
      }

      @Override
      void end(TcpProxy proxy, ExternalPostgres postgres) {
        proxy.heal();
      }
    },
    /** The server stands still. */
    FROZEN {
      @Override
      void begin(TcpProxy proxy, ExternalPostgres postgres) {
        postgres.freeze();
      }

      @Override
      void end(TcpProxy proxy, ExternalPostgres postgres) {
        postgres.thaw();
      }
    },
    /** The server is stopped without ceremony. */
    STOPPED {
      @Override
      void begin(TcpProxy proxy, ExternalPostgres postgres) {
        postgres.stopAtOnce();
      }

      @Override
      void end(TcpProxy proxy, ExternalPostgres postgres) {
        postgres.startAgain();
      }
    };

    abstract void begin(TcpProxy proxy, ExternalPostgres postgres);

    abstract void end(TcpProxy proxy, ExternalPostgres postgres);
  }

  @BeforeAll
  void start(@TempDir Path folder) {
    Map<String, String> environment = new HashMap<>(postgres.environmentBehind(proxy.port()));
    service = new KilledService(folder.resolve("data"), environment);
  }

  @AfterAll
  void stop() {
    service.close();
    proxy.close();
    postgres.close();
    upstream.close();
  }

  static Stream<Arguments> absences() {
    List<Arguments> all =
        List.of(
            arguments(Absence.CUT, false),
            arguments(Absence.BLACK_HOLE, false),
            arguments(Absence.FROZEN, false),
            arguments(Absence.STOPPED, false),
            arguments(Absence.CUT, true));
    return IntStream.range(0, all.size()).filter(i -> ShortForm.has(i, SHARE)).mapToObj(all::get);
  }

  @ParameterizedTest
  @MethodSource("absences")
  void everyOutcomeInFlightIsWrittenAfterwards(Absence absence, boolean killed) throws Exception {
    for (Duration grace : List.of(Population.GRACE, Duration.ZERO)) {
      assertNothingIsLost(absence, killed, grace);
    }
  }

  private void assertNothingIsLost(Absence absence, boolean killed, Duration grace)
      throws Exception {
    History history = new History();
    AccountGroup group =
        AccountGroup.make(
            upstream, service.uri(), service.operatorKey(), grace, ACCOUNTS, Map.of());
    Instant since = Instant.now();
    leaveAnswersOnTheirWay(group);
    absence.begin(proxy, postgres);
    try {
      LockSupport.parkNanos(AWAY.toNanos());
      if (killed) {
        service.life().kill9();
      }
    } finally {
      absence.end(proxy, postgres);
    }
    if (killed) {
      service.start();
    }
    awaitEveryRotation(group, since);
    List<AccountState> states =
        new Aftermath(upstream.sandbox().provider(), history)
            .of(group, service.uri(), postgres::connect, since, Instant.now(), true);
    assertEquals(List.of(), states.stream().filter(state -> !state.works()).toList());
    assertEquals(List.of(), HistoryRules.violations(history.seen()));
  }

  /** The callers' own answers are of no interest: they are refused, or break off. */
  private void leaveAnswersOnTheirWay(AccountGroup group) {
    group.uids().forEach(uid -> upstream.delay(FaultKind.SLOW_REPLY, uid, HELD_BACK));
    var unused = group.callers(service.uri()).issue(group.uids().stream());
    await().until(() -> group.uids().stream().allMatch(uid -> upstream.granted(uid) == 1));
  }

  /** Without anybody asking for a token: what was kept back is written by itself. */
  private void awaitEveryRotation(AccountGroup group, Instant since) {
    Map<String, Long> one = group.uids().stream().collect(Collectors.toMap(uid -> uid, uid -> 1L));
    await()
        .atMost(WRITTEN_WITHIN)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              try (var database = postgres.connect()) {
                assertEquals(
                    one,
                    Rotations.recorded(database, group.tenantId(), since, Instant.now()),
                    "rotations that were recorded");
              }
            });
  }
}
