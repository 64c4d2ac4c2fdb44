package io.strongroom.sandbox;

import static io.strongroom.sandbox.TestCalls.form;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault as a client meets it, and what the provider made of the call. */
class FaultyCallTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  private final SandboxServer server = SandboxServer.start();
  private final SandboxCaller caller = new SandboxCaller(server.baseUri());
  private String master;

  @BeforeEach
  void register() {
    server.provider().register(Client.of("c", "s").withRotation(true, Client.REUSE_GRACE_MAX));
    master = server.provider().enter(MasterToken.of(MasterToken.Kind.REFRESH_TOKEN, "u"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void throttleIs429WithRetryAfterAsGiven() {
    for (String value : List.of("7", "Tue, 09 Jan 2024 15:00:00 GMT")) {
      server.faults().add(Fault.throttle(value).times(1));
      HttpResponse<String> answer = refresh();
      assertEquals(429, answer.statusCode());
      assertEquals(value, answer.headers().firstValue("Retry-After").orElse(""));
    }
    assertEquals(new Count(2, 0, 0, 2), count());
    assertEquals(200, refresh().statusCode());
  }

  @Test
  void errorIsAnyStatusAndCode() {
    server.faults().add(Fault.error(403, "Basic auth required").times(1));
    HttpResponse<String> answer = refresh();
    assertEquals(403, answer.statusCode());
    assertEquals("Basic auth required", new JsonObject(answer.body()).getString("error"));
    assertEquals(0, count().granted());
  }

  @Test
  void committingErrorHasRotatedAllTheSame() {
    server.faults().add(Fault.error(502, "server_error").times(1).committing());
    assertEquals(502, refresh().statusCode());
    assertEquals(new Count(1, 1, 0, 1), count());
    assertTrue(rotatedAway(master));
  }

  @Test
  void resetIsARstBeforeProcessing() throws Exception {
    server.faults().add(Fault.of(FaultKind.RESET).times(1));
    assertReset();
    assertEquals(new Count(1, 0, 0, 1), count());
    assertEquals("unprocessed", server.provider().log().get(0).outcome());
    assertFalse(rotatedAway(master));
  }

  @Test
  void lostReplyCommitsAndIsARst() throws Exception {
    server.faults().add(Fault.of(FaultKind.LOST_REPLY).times(1));
    assertReset();
    assertEquals(new Count(1, 1, 0, 1), count());
    assertEquals("lost-reply", server.provider().log().get(0).fault());
    assertTrue(rotatedAway(master));
    assertEquals(200, refresh().statusCode());
    assertEquals(0, server.provider().counts().reuseDetections());
  }

  @Test
  void slowDecidesAfterTheDelayAlthoughTheCallerHasGone() throws Exception {
    server.faults().add(Fault.of(FaultKind.SLOW).delayed(SHORT).times(1));
    long start = System.nanoTime();
    caller.rawForm("/token", body()).close();
    await().atMost(Duration.ofSeconds(10)).until(() -> count().granted() == 1);
    assertTrue(System.nanoTime() - start >= SHORT.toNanos());
    assertTrue(rotatedAway(master));
  }

  @Test
  void slowReplyCommitsBeforeTheDelay() throws Exception {
    server.faults().add(Fault.of(FaultKind.SLOW_REPLY).delayed(Duration.ofMinutes(5)).times(1));
    try (Socket socket = caller.rawForm("/token", body())) {
      await().atMost(Duration.ofSeconds(10)).until(() -> count().granted() == 1);
      assertEquals(0, socket.getInputStream().available());
    }
  }

  @Test
  void slowReplyAnswersAfterTheDelay() {
    server.faults().add(Fault.of(FaultKind.SLOW_REPLY).delayed(SHORT).times(1));
    long start = System.nanoTime();
    assertEquals(200, refresh().statusCode());
    assertTrue(System.nanoTime() - start >= SHORT.toNanos());
  }

  @Test
  void garbageIsA200ThatCannotBeRead() {
    server.faults().add(Fault.of(FaultKind.GARBAGE).times(1));
    HttpResponse<String> answer = refresh();
    assertEquals(200, answer.statusCode());
    assertThrows(DecodeException.class, () -> new JsonObject(answer.body()));
    assertFalse(rotatedAway(master));
  }

  @Test
  void truncatedCommitsAndEndsInTheBody() throws Exception {
    server.faults().add(Fault.of(FaultKind.TRUNCATED).cutAfter(10).times(1));
    try (Socket socket = caller.rawForm("/token", body())) {
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      String[] parts = all.split("\r\n\r\n", 2);
      assertTrue(parts[0].startsWith("HTTP/1.1 200"), parts[0]);
      assertEquals(10, parts[1].length());
    }
    assertTrue(rotatedAway(master));
  }

  @Test
  void oversizedIsAReadableMebibyte() {
    server.faults().add(Fault.of(FaultKind.OVERSIZED).times(1));
    HttpResponse<String> answer = refresh();
    assertEquals(1 << 20, answer.body().length());
    assertTrue(new JsonObject(answer.body()).containsKey("access_token"));
  }

  @Test
  void redirectLeadsToWhereFollowersAreCounted() {
    server.faults().add(Fault.of(FaultKind.REDIRECT).times(1));
    HttpResponse<String> answer = refresh();
    assertEquals(302, answer.statusCode());
    String location = answer.headers().firstValue("Location").orElse("");
    assertEquals(404, caller.form("/" + location, body()).statusCode());
    assertEquals(1, server.provider().counts().of(Endpoint.REDIRECTED).received());
  }

  @Test
  void hangNeverAnswersAndIsBounded() throws Exception {
    server.faults().add(Fault.of(FaultKind.HANG).delayed(SHORT).times(1));
    long start = System.nanoTime();
    try (Socket socket = caller.rawForm("/token", body())) {
      assertEquals(-1, socket.getInputStream().read());
    }
    assertTrue(System.nanoTime() - start >= SHORT.toNanos());
    assertEquals(new Count(1, 0, 0, 1), count());
  }

  @Test
  void faultSparesCallsThatItIsNotMeantFor() {
    Aim aim = Aim.at(Endpoint.TOKEN).ofUid("someone-else");
    server.faults().add(Fault.error(500, "server_error").at(aim));
    server.faults().add(Fault.error(500, "server_error").at(Aim.at(Endpoint.REVOKE)));
    assertEquals(200, refresh().statusCode());
    assertEquals(2, server.faults().pending().size());
    assertEquals(500, caller.form("/revoke", "token=t").statusCode());
  }

  @Test
  void faultsTakeCallsInTheOrderTheyCame() {
    server.faults().add(Fault.error(500, "first").times(1));
    server.faults().add(Fault.error(503, "second"));
    assertEquals(500, refresh().statusCode());
    assertEquals(503, refresh().statusCode());
    assertEquals(503, refresh().statusCode());
    server.faults().clear();
    assertEquals(200, refresh().statusCode());
  }

  private void assertReset() throws Exception {
    try (Socket socket = caller.rawForm("/token", body())) {
      assertThrows(SocketException.class, () -> socket.getInputStream().read());
    }
  }

  /** Asked without a trace: introspection changes nothing. */
  private boolean rotatedAway(String token) {
    String body = form("token", token, "client_id", "c", "client_secret", "s");
    return !new JsonObject(caller.form("/introspect", body).body()).getBoolean("active");
  }

  private HttpResponse<String> refresh() {
    return caller.form("/token", body());
  }

  private String body() {
    return form(
        "grant_type", "refresh_token",
        "refresh_token", master,
        "client_id", "c",
        "client_secret", "s");
  }

  private Count count() {
    return server.provider().counts().of(Endpoint.TOKEN, "u");
  }
}
