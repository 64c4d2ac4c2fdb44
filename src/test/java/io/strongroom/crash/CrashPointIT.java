package io.strongroom.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.crash.CrashPoint.Act;
import io.strongroom.crash.CrashPoint.Cost;
import io.strongroom.crash.CrashPoint.Upstreams;
import io.strongroom.database.ServiceProcess;
import io.strongroom.history.History;
import io.strongroom.history.HistoryRules;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.service.Callers;
import io.strongroom.service.Forgetting;
import io.strongroom.service.ShortForm;
import io.strongroom.service.Upstream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The service dies at each point of the table, in the middle of one account's call. {@code
 * -Dfaults.points=20 -Dfaults.share=1} is the long form; {@code -Dfaults.strictPoints=20} is how
 * often besides at a provider without grace.
 */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashPointIT {
  private static final int ROUNDS = Integer.getInteger("faults.points", 1);
  private static final int STRICT_ROUNDS = Integer.getInteger("faults.strictPoints", 0);

  /** The short form meets one of so many points. */
  private static final int SHARE = 6;

  private static final String NAMES = System.getProperty("faults.pointNames", ".*");

  /** Shorter than the service's patience with the call, so that no later one can meet it. */
  private static final Duration DECIDED_LATER = Duration.ofMillis(1_500);

  /** Likewise; long enough to take the database away. */
  private static final Duration HELD_BACK = Duration.ofMillis(1_500);

  private static final String REFRESH_IS_DUE =
      "UPDATE client_token SET refresh_after = clock_timestamp(), background_after = NULL"
          + " WHERE tenant_id = ?";

  private static final Duration ASKED_FOR = Duration.ofSeconds(40);
  private static final Duration ANSWERED_NEVER = Duration.ofSeconds(30);

  private final Upstream upstream = new Upstream();
  private CrashedService service;
  private Population population;

  @BeforeAll
  void start(@TempDir Path folder) {
    service = CrashedService.startWithCrashPoints(folder);
    population = new Population(upstream, service.uri(), service.operatorKey(), 1, 1);
  }

  @AfterAll
  void stop() {
    System.out.println("crash points: " + population);
    service.close();
    upstream.close();
  }

  /** A point that was not reached must not be met in the next one's test. */
  @BeforeEach
  void recover() {
    service.recover();
  }

  static Stream<CrashPoint> points() {
    return Arrays.stream(CrashPoint.values())
        .filter(point -> ShortForm.has(point.ordinal(), SHARE))
        .filter(point -> point.name().matches(NAMES));
  }

  @ParameterizedTest
  @MethodSource("points")
  void noAccountIsLostByADeathAt(CrashPoint point) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      dieAt(point, population.graced());
    }
    // Inside the window the short form learns nothing from those without grace.
    for (int round = point.cost() == Cost.NOTHING ? 0 : 1; round < STRICT_ROUNDS; round++) {
      dieAt(point, population.strict());
    }
    assertEquals(List.of(), population.unexcused());
    assertEquals(List.of(), HistoryRules.violations(population.history().seen()));
  }

  private void dieAt(CrashPoint point, AccountGroup group) throws Exception {
    String uid = group.uids().get(0);
    boolean strict = group.grace().isZero();
    int before = population.casualties(group).inTheWindow();
    population.history().issue(uid, () -> callers(group).issue(uid).join());
    if (!point.isInside()) {
      killBehindTheRequest(point, group, uid);
    } else if (point.act() == Act.REPLAY) {
      dieWithoutDatabase(CrashPoint.SPOOLED, group, uid);
      service.arm(point);
      service.launch();
      service.awaitDeathAt(point);
    } else if (point.act() == Act.SPOOL) {
      dieWithoutDatabase(point, group, uid);
    } else {
      service.arm(point);
      act(point, group, uid);
      service.awaitDeathAt(point);
    }
    service.startAgain();
    population.check(point + ", grace " + group.grace().toSeconds() + " s", service);
    if (point.cost() == Cost.NOTHING && (strict || population.wasInTime(service))) {
      assertEquals(
          before, population.casualties(group).inTheWindow(), "nothing excuses a loss here");
    }
  }

  /** Asks without waiting: the answer never comes, or comes too late to be of interest. */
  private void act(CrashPoint point, AccountGroup group, String uid) {
    Callers callers = callers(group);
    History history = population.history();
    var unused =
        CompletableFuture.runAsync(
            () -> {
              switch (point.act()) {
                case ISSUE, SPOOL, REPLAY -> exchange(callers, uid);
                case REFRESH -> refresh(group, uid);
                case DROP -> {
                  String token = callers.issue(uid).join().token();
                  history.drop(uid, token, () -> callers.drop(token).join());
                }
                case PUT -> group.entrust(uid, service.uri());
              }
            });
  }

  /**
   * Gives callers what there is until the refresh behind their backs ends this life of the service.
   * One that keeps its distance from a call that was lost before is begun again.
   */
  private void refresh(AccountGroup group, String uid) {
    Callers callers = callers(group);
    ServiceProcess life = service.life();
    await()
        .atMost(ASKED_FOR)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              makeRefreshDue(life, group);
              population.history().issue(uid, () -> callers.issue(uid).join());
              return !life.isAlive();
            });
  }

  private static void makeRefreshDue(ServiceProcess life, AccountGroup group)
      throws IOException, SQLException {
    try (Connection database = life.connect();
        PreparedStatement update = database.prepareStatement(REFRESH_IS_DUE)) {
      update.setString(1, group.tenantId());
      assertEquals(1, update.executeUpdate());
      Forgetting.everything(database);
    }
  }

  /** A rotation keeps its distance from a call that was lost before: so until there is one. */
  private void exchange(Callers callers, String uid) {
    History history = population.history();
    long known = history.generation(uid);
    var unused =
        await()
            .atMost(ASKED_FOR)
            .until(
                () -> history.issue(uid, () -> callers.issueNewer(uid, known).join()),
                answer -> answer.status() == 200);
  }

  private void killBehindTheRequest(CrashPoint point, AccountGroup group, String uid)
      throws Exception {
    if (point.upstream() == Upstreams.DECIDED) {
      long granted = upstream.granted(uid);
      upstream.delay(FaultKind.SLOW_REPLY, uid, ANSWERED_NEVER);
      act(point, group, uid);
      await().atMost(ASKED_FOR).until(() -> upstream.granted(uid) > granted);
      service.kill(false);
    } else {
      long granted = upstream.granted(uid);
      long received = upstream.received(uid);
      upstream.delay(FaultKind.SLOW, uid, DECIDED_LATER);
      act(point, group, uid);
      await().atMost(ASKED_FOR).until(() -> upstream.received(uid) > received);
      service.kill(false);
      await().atMost(ASKED_FOR).until(() -> upstream.granted(uid) > granted);
    }
  }

  /** The provider has decided; its answer finds a database that does not answer. */
  private void dieWithoutDatabase(CrashPoint point, AccountGroup group, String uid) {
    long granted = upstream.granted(uid);
    upstream.delay(FaultKind.SLOW_REPLY, uid, HELD_BACK);
    act(point, group, uid);
    await().atMost(ASKED_FOR).until(() -> upstream.granted(uid) > granted);
    service.life().freezePostgres();
    try {
      service.arm(point);
      service.awaitDeathAt(point);
    } finally {
      service.life().thawPostgres();
    }
  }

  private Callers callers(AccountGroup group) {
    return group.callers(service.uri());
  }
}
