package io.strongroom.events;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.strongroom.events.Receiver.Arrival;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events arrive: signed, in order, at least once, and again where they are asked for again. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class DeliveryTest {
  private final Told told = Told.of(Service.tenant());
  private final Receiver receiver = new Receiver();

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void eventArrivesSignedAsStandardWebhooksSay() {
    told.send("crm", receiver, Map.of()).then().statusCode(201);
    told.end("alice");

    Arrival arrival = arrived(1).get(0);

    assertTrue(arrival.isSignedWith(Receiver.SECRET));
    assertFalse(arrival.isSignedWith("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    assertEquals("application/json", arrival.contentType());
    long age = Instant.now().getEpochSecond() - Long.parseLong(arrival.timestamp());
    assertTrue(age >= -1 && age < 20, "age: " + age);
    assertEquals(arrival.id(), arrival.json().getString("id"));
    assertEquals("account.not-authorized", arrival.json().getString("type"));
    assertEquals(
        Map.of("environment", "production", "uid", "alice", "reason", "no-master-token"),
        arrival.json().getMap("data"));
    assertEquals(told.events("").getMap("items[0]"), arrival.json().getMap(""));
    String cursor = arrival.json().getString("cursor");
    JsonPath webhook = whenAt(cursor);
    assertEquals("ok", webhook.getString("delivery.state"));
    assertEquals(204, webhook.getInt("delivery.lastStatus"));
    assertFalse(arrival.body().contains("master-of-alice"));
  }

  @Test
  void typesThatWereNotAskedForAreNotSent() {
    told.send("crm", receiver, Map.of("events", List.of("account.authorized")));
    told.end("alice", "bob");
    told.restore("bob");

    Arrival arrival = arrived(1).get(0);

    assertEquals("account.authorized", arrival.json().getString("type"));
    assertEquals("bob", arrival.json().getString("data.uid"));
    whenAt(arrival.json().getString("cursor"));
    assertEquals(1, receiver.arrivals().size());
  }

  @Test
  void orderIsKeptThroughTriesThatFailAndEachCarriesTheSameId() {
    try (Receiver elsewhere = new Receiver()) {
      receiver.answering(
          Receiver.redirectingTo(elsewhere.uri()),
          Receiver.closing(),
          Receiver.flooding(200),
          Receiver.flooding(500),
          Receiver.status(204));
      told.send("crm", receiver, Map.of()).then().statusCode(201);
      told.end("alice", "bob");
      told.restore("alice");
      told.end("carol");

      JsonPath failing =
          await()
              .atMost(Told.PATIENCE)
              .until(() -> told.webhook("crm"), it -> it.getInt("delivery.failures") > 0);
      assertEquals("failing", failing.getString("delivery.state"));
      assertTrue(failing.getString("delivery.nextTryAt").endsWith("Z"));
      await().atMost(Told.PATIENCE).until(() -> receiver.ids().size() == 4);

      assertEquals(told.ids(), receiver.ids());
      List<String> tries = receiver.arrivals().stream().map(Arrival::id).toList();
      String first = receiver.ids().get(0);
      String second = receiver.ids().get(1);
      assertEquals(
          List.of(
              first, first, first, second, second, receiver.ids().get(2), receiver.ids().get(3)),
          tries);
      assertEquals(List.of(), elsewhere.arrivals());
      assertTrue(receiver.arrivals().stream().allMatch(it -> it.isSignedWith(Receiver.SECRET)));
      assertEquals("ok", whenAt(lastCursor()).getString("delivery.state"));
    }
  }

  @Test
  void receiverThatIsGoneIsLeftAloneUntilItIsPutAgainAndAllIsReplayed() {
    receiver.answering(Receiver.status(204), Receiver.status(410));
    told.send("crm", receiver, Map.of()).then().statusCode(201);
    told.end("alice", "bob");
    JsonPath disabled = whenIn("disabled");
    assertEquals("gone", disabled.getString("delivery.reason"));
    assertEquals(410, disabled.getInt("delivery.lastStatus"));
    await()
        .atMost(Told.PATIENCE)
        .until(
            () ->
                "gone"
                    .equals(
                        told.tenant()
                            .asOperator()
                            .get(told.tenant().path("/audit?action=webhook-disabled"))
                            .path("items[0].detail.reason")));
    told.end("carol");
    told.when(3, "account.not-authorized");
    assertEquals(2, receiver.arrivals().size());

    told.send("crm", receiver, Map.of("after", "0")).then().statusCode(200);

    List<Arrival> all = arrived(5);
    assertEquals(told.ids(), all.subList(2, 5).stream().map(Arrival::id).toList());
    assertEquals(all.get(0).id(), all.get(2).id(), "the same event has the same id");
    assertEquals("ok", whenAt(lastCursor()).getString("delivery.state"));
  }

  @Test
  void receiverThatFailsForAWeekIsLeftAloneAndNothingIsLost() {
    receiver.usually(Receiver.status(500));
    told.send("crm", receiver, Map.of()).then().statusCode(201);
    told.end("alice");
    whenIn("failing");

    Service.behindItsBack(
        "UPDATE webhook SET failing_since = failing_since - interval '8 days',"
            + " due_at = clock_timestamp() WHERE tenant_id = ?",
        told.tenant().id());

    assertEquals("failing", whenIn("disabled").getString("delivery.reason"));
    receiver.usually(Receiver.status(204));
    told.send("crm", receiver, Map.of()).then().statusCode(200);
    whenAt(lastCursor());
    assertEquals(told.ids(), receiver.ids());
  }

  @Test
  void senderThatStoodStillMovesTheCursorNeitherForwardNorBack() throws InterruptedException {
    CountDownLatch stall = new CountDownLatch(1);
    receiver.answering(
        exchange -> {
          wait(stall);
          exchange.sendResponseHeaders(204, -1);
        });
    told.send("crm", receiver, Map.of()).then().statusCode(201);
    told.end("alice", "bob");
    arrived(1);
    // As if its lease had lapsed: another sender takes the webhook meanwhile.
    Service.behindItsBack(
        "UPDATE webhook SET lease_until = clock_timestamp() - interval '1 second'"
            + " WHERE tenant_id = ?",
        told.tenant().id());
    arrived(3);
    told.when(2, "account.not-authorized");
    whenAt(lastCursor());
    Long turn = turn();

    stall.countDown();
    told.end("carol");
    arrived(4);
    whenAt(lastCursor());

    assertEquals(told.ids(), receiver.ids());
    List<String> tries = receiver.arrivals().stream().map(Arrival::id).toList();
    assertEquals(tries.get(0), tries.get(1), "what was under way is sent again");
    assertEquals(4, tries.size(), "and nothing else is");
    assertTrue(turn() > turn);
  }

  @Test
  void secretIsSealedAnewWhenTheTenantsKeyIsRotated() {
    told.send("crm", receiver, Map.of()).then().statusCode(201);
    int before = keyVersion();
    told.tenant()
        .asOperator()
        .body(Map.of("kind", "tenant", "tenantId", told.tenant().id()))
        .post("/v1/admin/keys/rotations")
        .then()
        .statusCode(202);

    await().atMost(Told.PATIENCE).until(() -> keyVersion() != before);
    await().atMost(Told.PATIENCE).until(() -> keys() == 1);
    told.end("alice");

    assertTrue(arrived(1).get(0).isSignedWith(Receiver.SECRET));
  }

  private int keyVersion() {
    return Service.value(
        Integer.class, "SELECT key_version FROM webhook WHERE tenant_id = ?", told.tenant().id());
  }

  private long keys() {
    return Service.value(
        Long.class, "SELECT count(*) FROM tenant_key WHERE tenant_id = ?", told.tenant().id());
  }

  @Test
  void receiverThatHangsHoldsUpNobodyElse() {
    CountDownLatch stall = new CountDownLatch(1);
    try (Receiver other = new Receiver()) {
      receiver.usually(exchange -> wait(stall));
      told.send("hanging", receiver, Map.of()).then().statusCode(201);
      told.send("well", other, Map.of()).then().statusCode(201);

      told.end("alice", "bob");

      await().atMost(Told.PATIENCE).until(() -> other.arrivals().size() == 2);
      assertEquals(1, receiver.arrivals().size());
      stall.countDown();
    }
  }

  @Test
  void eventsThatAreGoneForTheirAgeAreToldOf() {
    told.end("alice", "bob", "carol");
    JsonPath all = told.when(3, "account.not-authorized");
    String first = all.getString("items[0].cursor");
    String second = all.getString("items[1].cursor");
    assertNull(told.events("?cursor=" + first).getString("missedTo"));
    assertEquals(second, told.events("?cursor=" + first).getString("items[0].cursor"));

    forget(Long.parseLong(second));

    JsonPath left = told.events("?cursor=" + first);
    assertEquals(second, left.getString("missedTo"));
    assertEquals(1, left.getList("items").size());
    assertNull(told.events("?cursor=" + second).getString("missedTo"));
    told.send("crm", receiver, Map.of("after", first)).then().statusCode(201);
    arrived(1);
    JsonPath webhook = whenAt(lastCursor());
    assertEquals(second, webhook.getString("delivery.missedTo"));
    assertEquals(told.ids(), receiver.ids());
  }

  /** What the audit's retention does, but for the signature. */
  private void forget(long place) {
    Service.behindItsBack(
        "DELETE FROM audit_event WHERE tenant_id = ? AND seq <= ?", told.tenant().id(), place);
    Service.behindItsBack(
        "UPDATE audit_head SET anchor_seq = ? WHERE tenant_id = ?", place, told.tenant().id());
  }

  private List<Arrival> arrived(int many) {
    return await().atMost(Told.PATIENCE).until(receiver::arrivals, it -> it.size() >= many);
  }

  private JsonPath whenAt(String cursor) {
    return await()
        .atMost(Told.PATIENCE)
        .until(
            () -> told.webhook("crm"),
            it -> it.getLong("delivery.cursor") >= Long.parseLong(cursor));
  }

  private JsonPath whenIn(String state) {
    return await()
        .atMost(Told.PATIENCE)
        .until(() -> told.webhook("crm"), it -> it.getString("delivery.state").equals(state));
  }

  private String lastCursor() {
    List<String> cursors = told.events("?limit=1000").getList("items.cursor");
    return cursors.get(cursors.size() - 1);
  }

  private Long turn() {
    return Service.value(
        Long.class, "SELECT turn FROM webhook WHERE tenant_id = ?", told.tenant().id());
  }

  private static void wait(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
