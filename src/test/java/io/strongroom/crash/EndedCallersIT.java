package io.strongroom.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.history.History;
import io.strongroom.history.HistoryRules;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.service.Callers;
import io.strongroom.service.Callers.Answer;
import io.strongroom.service.Upstream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that can end a caller's waiting, at once: some hang up, some have a timeout of their own, for
 * some the service's is over, and then the service is told to stop.
 */
@Tag("faults")
class EndedCallersIT {
  private static final int ACCOUNTS = 24;

  /** Callers stop waiting before the answers come, and the stop waits for those. */
  private static final Map<String, ?> SETTINGS = Map.of("timeoutMillis", 3_000);

  private static final Duration HELD_BACK = Duration.ofSeconds(8);

  /** Enough for the exchange to begin: who gives up before that has asked for nothing. */
  private static final Duration OWN_TIMEOUT = Duration.ofMillis(1_500);

  private static final Duration BEGUN_WITHIN = Duration.ofSeconds(30);

  private final Upstream upstream = new Upstream();
  private CrashedService service;

  @BeforeEach
  void start(@TempDir Path folder) {
    service = CrashedService.start(folder);
  }

  @AfterEach
  void stop() {
    service.close();
    upstream.close();
  }

  @Test
  void everyOutcomeIsStoredAndNoAccountIsLost() throws Exception {
    History history = new History();
    AccountGroup group =
        AccountGroup.make(
            upstream, service.uri(), service.operatorKey(), Duration.ZERO, ACCOUNTS, SETTINGS);
    warmUp();
    Instant since = Instant.now();
    group.uids().forEach(uid -> upstream.delay(FaultKind.SLOW_REPLY, uid, HELD_BACK));

    List<CompletableFuture<Answer>> patient = endInThreeWays(group);
    assertEquals(
        List.of(504),
        Callers.all(patient).stream().map(Answer::status).distinct().toList(),
        "the service's own timeout");
    assertEquals(143, service.life().terminate());
    service.startAgain();

    for (AccountState state : aftermath(history, group, since)) {
      assertEquals(1, state.recorded(), "rotations of " + state.uid() + " before the stop");
      assertEquals(AccountState.Fate.KEPT, state.fate(), state.toString());
    }
    assertEquals(0, upstream.sandbox().provider().counts().reuseDetections());
    assertEquals(List.of(), HistoryRules.violations(history.seen()));
  }

  /** A service that has just started takes seconds over its first calls. */
  private void warmUp() {
    AccountGroup others =
        AccountGroup.make(
            upstream, service.uri(), service.operatorKey(), Duration.ZERO, ACCOUNTS, SETTINGS);
    var answers = Callers.all(others.callers(service.uri()).issue(others.uids().stream()));
    assertEquals(List.of(200), answers.stream().map(Answer::status).distinct().toList());
  }

  private List<AccountState> aftermath(History history, AccountGroup group, Instant since)
      throws Exception {
    return new Aftermath(upstream.sandbox().provider(), history)
        .of(group, service.uri(), service.life()::connect, since, service.back(), true);
  }

  /** Gives those who wait as long as the service lets them. */
  private List<CompletableFuture<Answer>> endInThreeWays(AccountGroup group) throws Exception {
    Callers callers = group.callers(service.uri());
    List<Socket> hangUp = new ArrayList<>();
    List<CompletableFuture<Answer>> patient = new ArrayList<>();
    for (int i = 0; i < ACCOUNTS; i++) {
      String uid = group.uids().get(i);
      switch (i % 3) {
        case 0 -> hangUp.add(callers.issueAndHold(uid));
        case 1 -> {
          var unused = callers.issueWithin(uid, OWN_TIMEOUT);
        }
        default -> patient.add(callers.issue(uid));
      }
    }
    await()
        .atMost(BEGUN_WITHIN)
        .until(() -> group.uids().stream().allMatch(uid -> upstream.granted(uid) == 1));
    for (Socket socket : hangUp) {
      socket.close();
    }
    return patient;
  }
}
