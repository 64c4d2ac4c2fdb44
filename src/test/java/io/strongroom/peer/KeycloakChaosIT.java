package io.strongroom.peer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.peer.ChaosAccounts.Lost;
import io.strongroom.service.VaultTenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Callers who issue, drop, distrust and wait for expiry while a Keycloak that rotates without grace
 * is stopped, continued, killed and restarted. An account may be lost only by a kill that fell
 * between Keycloak's own commit and its reply.
 *
 * <p>{@code -Dfaults.minutes=30} makes it longer, {@code -Dfaults.seed=…} repeats its dice.
 */
@Tag("keycloak")
@ExtendWith(SharedService.Resolver.class)
class KeycloakChaosIT {
  private static final Duration USUALLY = Duration.ofSeconds(90);
  private static final int CALLERS = 8;
  private static final int ACCOUNTS = 5;

  /** Short enough that tokens expire while the chaos lasts. */
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(12);

  private static final Map<String, Object> SETTINGS =
      Map.of("timeoutMillis", 2_000, "lateReplySeconds", 20, "unknownOutcomeWaitSeconds", 5);

  private static KeycloakServer server;

  private final ChaosHistory history = new ChaosHistory();
  private final long seed = Long.getLong("faults.seed", new Random().nextLong());
  private Wire wire;
  private VaultTenant tenant;
  private KeycloakRealm realm;

  @BeforeAll
  static void startServer() {
    server = KeycloakServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void connect(SharedService service, TestInfo test) {
    wire = new Wire(server.baseUri().getPort());
    tenant = service.newTenant();
    realm = server.createRealm(test.getTestMethod().orElseThrow().getName(), TOKEN_LIFE);
  }

  @AfterEach
  void disconnect() {
    wire.close();
  }

  @Test
  void killBetweenCommitAndReplyIsAnUnknownOutcomeWithAllItsEvidence() {
    var accounts = accounts(1);
    var uid = accounts.uids().get(0);
    var chaos = new ProviderChaos(server, wire, history, () -> {}, seed);
    wire.swallowReplies(true);

    tenant.issue(uid).then().statusCode(504);
    await().until(() -> realm.exchangedTokens().size() == 1);
    chaos.kill();
    wire.swallowReplies(false);
    accounts.heal();

    assertEquals(List.of("unknown-outcome"), accounts.lost().stream().map(Lost::reason).toList());
    assertEquals(List.of(), breaks(accounts));
  }

  @Test
  void accountIsLostOnlyByAKillBetweenCommitAndReply(SharedService service) throws Exception {
    System.out.println("faults.seed=" + seed);
    var accounts = accounts(ACCOUNTS);
    var chaos = new ProviderChaos(server, wire, history, accounts::repair, seed);

    torment(service, accounts, chaos);
    accounts.heal();

    report(chaos, accounts);
    assertEquals(List.of(), breaks(accounts));
    assertTrue(history.drops().size() > 0 && wire.calls().size() > ACCOUNTS, "it was a chaos");
  }

  private ChaosAccounts accounts(int count) {
    var accounts = new ChaosAccounts(tenant, realm, count);
    accounts.entrust(wire, SETTINGS);
    return accounts;
  }

  private void torment(SharedService service, ChaosAccounts accounts, ProviderChaos chaos)
      throws Exception {
    var end = Instant.now().plus(duration());
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<Void>> callers = new ArrayList<>();
      for (var caller : callers(service, accounts)) {
        callers.add(threads.submit((Callable<Void>) () -> caller.run(end)));
      }
      chaos.run(end);
      for (var caller : callers) {
        caller.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Each has a key of its own, so that one that drops a lot does not slow the others. */
  private List<ChaosCaller> callers(SharedService service, ChaosAccounts accounts) {
    return IntStream.range(0, CALLERS)
        .mapToObj(
            number ->
                new ChaosCaller(
                    number,
                    service.process().baseUri(),
                    tenant.newKey("caller " + number, "TOKEN_ISSUE", "TOKEN_DROP"),
                    accounts.uids(),
                    history,
                    seed))
        .toList();
  }

  private static Duration duration() {
    var minutes = Integer.getInteger("faults.minutes");
    return minutes == null ? USUALLY : Duration.ofMinutes(minutes);
  }

  private List<String> breaks(ChaosAccounts accounts) {
    var breaks = new ArrayList<>(ChaosRules.breaks(history));
    breaks.addAll(WireRules.breaks(wire.calls()));
    breaks.addAll(unexplained(accounts.lost(), realm.exchangedTokens()));
    for (var uid : accounts.uids()) {
      var trouble = accounts.trouble(uid);
      if (!trouble.isEmpty()) {
        breaks.add(uid + " does not work: " + trouble);
      }
    }
    return breaks;
  }

  /** What was lost otherwise than by a kill between Keycloak's commit and its reply. */
  private List<String> unexplained(List<Lost> losses, Set<String> exchanged) {
    var unexplained = new ArrayList<String>();
    for (var lost : losses) {
      var call = WireRules.lostByKill(lost.session(), wire.calls(), history.kills(), exchanged);
      System.out.println(lost + " by " + call);
      if (!lost.reason().equals("unknown-outcome") || call.isEmpty()) {
        unexplained.add(lost + " after " + callsOf(lost.session()));
      }
    }
    return unexplained;
  }

  private List<WireCall> callsOf(String session) {
    return wire.calls().stream().filter(call -> call.session().equals(session)).toList();
  }

  private void report(ProviderChaos chaos, ChaosAccounts accounts) {
    var answers =
        history.issues().stream()
            .collect(
                Collectors.groupingBy(
                    issue -> issue.code() == null ? "granted" : issue.code(),
                    TreeMap::new,
                    Collectors.counting()));
    System.out.printf(
        "%d issues %s, %d drops; %d exchanges, %d unheard, %d of these at a kill; %d pauses, %d kills;"
            + " %d lost%n",
        history.issues().size(),
        answers,
        history.drops().size(),
        wire.calls().size(),
        wire.calls().stream().filter(WireCall::lost).count(),
        wire.calls().stream()
            .filter(WireCall::lost)
            .filter(call -> history.kills().stream().anyMatch(call::openDuring))
            .count(),
        chaos.pauses(),
        history.kills().size(),
        accounts.lost().size());
  }
}
