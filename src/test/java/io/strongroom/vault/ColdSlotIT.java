package io.strongroom.vault;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.database.ServiceProcess;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.service.Callers;
import io.strongroom.service.Callers.Answer;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers of a slot that has no token share one exchange, whatever becomes of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ColdSlotIT {
  private static final int CALLERS = 1_000;

  /** Long enough for all callers to have asked, and some to have hung up, before it ends. */
  private static final Duration SLOW = Duration.ofSeconds(3);

  /** On a busy machine a thousand callers may take longer than an upstream usually gets. */
  private static final Map<String, Integer> PATIENT = Map.of("timeoutMillis", 30_000);

  private final String operatorKey = TestKeys.random();
  private final Upstream upstream = new Upstream();
  private ServiceProcess service;

  @BeforeAll
  void startService(@TempDir Path folder) {
    service = ServiceProcess.start(folder.resolve("data"), ServiceSettings.of(operatorKey));
  }

  @AfterAll
  void stop() {
    service.close();
    upstream.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-token", "refresh_token"})
  void thousandCallersCostOneCallAndGetTheSameToken(String grant) {
    var tenant = tenant(grant);
    var uid = entrust(tenant, grant, "thousand");

    var answers = Callers.all(callers(tenant).issue(Collections.nCopies(CALLERS, uid).stream()));

    assertEquals(1, upstream.received(uid));
    assertAllEqual(CALLERS, answers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-token", "refresh_token"})
  void callersWhoHangUpEndNothingButTheirOwnWaiting(String grant) throws IOException {
    var tenant = tenant(grant);
    var uid = entrust(tenant, grant, "hang-up");
    upstream.delay(FaultKind.SLOW, uid, SLOW);

    var impatient = impatient(tenant, uid, CALLERS / 2);
    var patient = callers(tenant).issue(Collections.nCopies(CALLERS / 2, uid).stream());
    hangUp(uid, impatient);
    var answers = Callers.all(patient);

    assertEquals(1, upstream.received(uid));
    assertAllEqual(CALLERS / 2, answers);
    assertStored(tenant, uid, answers.get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-token", "refresh_token"})
  void exchangeThatNobodyWaitsForIsStoredAllTheSame(String grant) throws IOException {
    var tenant = tenant(grant);
    var uid = entrust(tenant, grant, "abandoned");
    upstream.delay(FaultKind.SLOW, uid, SLOW);

    hangUp(uid, impatient(tenant, uid, 1));

    await().until(() -> upstream.granted(uid) == 1);
    var answer = callers(tenant).issue(uid).join();
    assertEquals(1, answer.generation());
    assertEquals(1, upstream.received(uid));
    assertStored(tenant, uid, answer);
  }

  @Test
  void twoHundredColdSlotsAtOnceCostACallEach() {
    var tenant = tenant("x-token");
    var uids =
        IntStream.range(0, 200).mapToObj(i -> entrust(tenant, "x-token", "slot-" + i)).toList();

    // Round after round, so that the callers of one slot do not come one behind the other.
    var answers =
        Callers.all(
            callers(tenant).issue(Stream.generate(() -> uids).limit(5).flatMap(List::stream)));

    for (var uid : uids) {
      assertEquals(1, upstream.received(uid), uid);
    }
    var bySlot = answers.stream().collect(Collectors.groupingBy(a -> a.body().getString("uid")));
    assertEquals(200, bySlot.size());
    bySlot.values().forEach(slot -> assertAllEqual(5, slot));
  }

  private VaultTenant tenant(String grant) {
    return upstream.tenantOf(service.baseUri(), operatorKey, grant, PATIENT);
  }

  /** Puts a master token of a user who is new to the provider; gives the uid. */
  private String entrust(VaultTenant tenant, String grant, String name) {
    var uid = name + "-of-" + tenant.id();
    tenant.putMasterToken(uid, upstream.signIn(grant, uid)).then().statusCode(204);
    return uid;
  }

  /** Callers of whom the first began the exchange. */
  private List<Socket> impatient(VaultTenant tenant, String uid, int count) throws IOException {
    var sockets = new ArrayList<Socket>();
    var callers = callers(tenant);
    sockets.add(callers.issueAndHold(uid));
    await().until(() -> upstream.received(uid) == 1);
    while (sockets.size() < count) {
      sockets.add(callers.issueAndHold(uid));
    }
    return sockets;
  }

  private void hangUp(String uid, List<Socket> sockets) throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
    assertEquals(0, upstream.granted(uid), "the exchange is still under way");
  }

  private Callers callers(VaultTenant tenant) {
    return new Callers(service.baseUri(), tenant.apiKey());
  }

  private static void assertAllEqual(int count, List<Answer> answers) {
    assertEquals(count, answers.size());
    var other = answers.stream().filter(answer -> answer.status() != 200).findFirst();
    assertTrue(other.isEmpty(), () -> "not 200: " + other);
    assertEquals(1, answers.stream().map(Answer::token).distinct().count(), "tokens");
    assertEquals(List.of(1L), answers.stream().map(Answer::generation).distinct().toList());
  }

  private void assertStored(VaultTenant tenant, String uid, Answer before) {
    var again = callers(tenant).issue(uid).join();
    assertNotEquals("upstream", again.body().getString("source"));
    assertTrue(before.token().equals(again.token()), "the same token");
    assertEquals(before.generation(), again.generation());
    assertEquals(1, upstream.received(uid));
  }
}
