package io.strongroom.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.upstream.Reply.Answer;
import io.strongroom.upstream.Reply.Lost;
import io.strongroom.upstream.Reply.Point;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way out, against a server that does what real ones do on bad days. */
class OutgoingClientTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(400);

  private final OutgoingClient client = new OutgoingClient(VERTX, TestSwitches.OPEN);

  @AfterAll
  static void stop() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void refusedConnectionIsLostBeforeSending() throws IOException {
    Endpoint nobody;
    try (RawUpstream gone = RawUpstream.sending("")) {
      nobody = gone.endpoint();
    }
    assertEquals(Point.BEFORE_SENDING, lost(send(client, nobody, PATIENCE)).point());
  }

  @Test
  void unknownNameIsLostBeforeSending() {
    Endpoint nowhere = Endpoint.parse("m", "http://nowhere.invalid/", TestSwitches.OPEN);
    assertEquals(Point.BEFORE_SENDING, lost(send(client, nowhere, PATIENCE)).point());
  }

  @Test
  void privateAddressIsNotConnectedToWhateverTheNameSays() throws IOException {
    OutgoingClient strict = new OutgoingClient(VERTX, TestSwitches.STRICT);
    try (RawUpstream upstream = RawUpstream.sending(RawUpstream.ok("{}"))) {
      Endpoint byName =
          Endpoint.parse(
              "m", "http://localhost:" + upstream.endpoint().port() + "/", TestSwitches.OPEN);
      assertEquals(Point.FORBIDDEN_ADDRESS, lost(send(strict, byName, PATIENCE)).point());
      assertEquals(
          Point.FORBIDDEN_ADDRESS, lost(send(strict, upstream.endpoint(), PATIENCE)).point());
      assertEquals(List.of(), upstream.requests());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 16, 30, 38, 39, 45})
  void connectionThatIsCutAfterSomeBytesIsCut(int bytes) throws IOException {
    String answer = RawUpstream.ok("0123456789");
    assertTrue(bytes < answer.length());
    try (RawUpstream upstream = RawUpstream.sending(answer.substring(0, bytes))) {
      assertEquals(Point.CUT, lost(send(client, upstream.endpoint(), PATIENCE)).point());
      assertEquals(1, upstream.requests().size());
    }
  }

  @Test
  void whatIsNoHttpIsCut() throws IOException {
    try (RawUpstream upstream = RawUpstream.sending("SSH-2.0-OpenSSH\r\n\r\n")) {
      assertEquals(Point.CUT, lost(send(client, upstream.endpoint(), PATIENCE)).point());
    }
  }

  @Test
  void silenceEndsAtTheDeadline() throws IOException {
    try (RawUpstream upstream = new RawUpstream(out -> new CountDownLatch(1).await())) {
      assertEquals(Point.TIMEOUT, lost(timed(upstream)).point());
    }
  }

  @Test
  void dripFeedingDoesNotOutliveTheDeadline() throws IOException {
    try (RawUpstream upstream =
        new RawUpstream(
            out -> {
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes());
              while (true) {
                out.write('x');
                out.flush();
                Thread.sleep(50);
              }
            })) {
      assertEquals(Point.TIMEOUT, lost(timed(upstream)).point());
    }
  }

  /** The kernel completes the handshake, and nobody ever takes the connection. */
  @Test
  void fullBacklogEndsAtTheDeadline() throws IOException {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Endpoint endpoint =
          Endpoint.parse("m", "http://127.0.0.1:" + deaf.getLocalPort(), TestSwitches.OPEN);
      long start = System.nanoTime();
      assertEquals(Point.TIMEOUT, lost(send(client, endpoint, SHORT)).point());
      assertBounded(start);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectIsAnAnswerAndIsNotFollowed(int status) throws IOException {
    try (RawUpstream target = RawUpstream.sending(RawUpstream.ok("{}"));
        RawUpstream upstream =
            RawUpstream.sending(
                "HTTP/1.1 "
                    + status
                    + " Go\r\nLocation: "
                    + target.endpoint().uri()
                    + "\r\nContent-Length: 0\r\n\r\n")) {
      assertEquals(status, answer(send(client, upstream.endpoint(), PATIENCE)).status());
      assertEquals(List.of(), target.requests());
    }
  }

  @Test
  void answerOf64KiBIsReadAndOneByteMoreIsNot() throws IOException {
    String most = "x".repeat(64 * 1024);
    try (RawUpstream upstream = RawUpstream.sending(RawUpstream.ok(most))) {
      assertEquals(
          most, answer(send(client, upstream.endpoint(), PATIENCE)).body().toString("US-ASCII"));
    }
    try (RawUpstream upstream = RawUpstream.sending(RawUpstream.ok(most + "x"))) {
      assertTooLong(answer(send(client, upstream.endpoint(), PATIENCE)));
    }
  }

  @Test
  void endlessAnswerIsLeftAfter64KiB() throws IOException {
    byte[] chunk = ("1000\r\n" + "x".repeat(4096) + "\r\n").getBytes();
    try (RawUpstream upstream =
        new RawUpstream(
            out -> {
              out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes());
              while (true) {
                out.write(chunk);
              }
            })) {
      assertTooLong(answer(send(client, upstream.endpoint(), PATIENCE)));
    }
  }

  @Test
  void endlessHeadersAreCut() throws IOException {
    try (RawUpstream upstream =
        RawUpstream.sending("HTTP/1.1 200 OK\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")) {
      assertEquals(Point.CUT, lost(send(client, upstream.endpoint(), PATIENCE)).point());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, -100_000})
  void nothingIsSentAfterTheDeadline(long millis) throws IOException {
    try (RawUpstream upstream = RawUpstream.sending(RawUpstream.ok("{}"))) {
      Reply reply = send(client, upstream.endpoint(), Duration.ofMillis(millis));
      assertEquals(Point.BEFORE_SENDING, lost(reply).point());
      assertInstanceOf(Answer.class, send(client, upstream.endpoint(), PATIENCE));
      assertEquals(1, upstream.requests().size());
    }
  }

  @Test
  void requestIsOneFormPostOnAConnectionOfItsOwn() throws IOException {
    try (RawUpstream upstream =
        RawUpstream.sending("HTTP/1.1 429 No\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\n{}")) {
      Answer answer = answer(send(client, upstream.endpoint(), PATIENCE));
      assertEquals(429, answer.status());
      assertEquals("7", answer.retryAfter());
      assertEquals("{}", answer.body().toString());
      String request = upstream.requests().get(0);
      assertTrue(request.startsWith("POST /token HTTP/1.1\r\n"), request);
      assertTrue(request.contains("x-test: yes\r\n"), request);
      assertTrue(request.contains("host: 127.0.0.1:" + upstream.endpoint().port()), request);
      assertTrue(request.endsWith("\r\n\r\na=b"), request);
    }
  }

  private static void assertTooLong(Answer answer) {
    assertEquals(200, answer.status());
    assertFalse(answer.whole());
    assertEquals(0, answer.body().length());
  }

  @Test
  void endOfTheConnectionIsToldOnceHoweverTheCallEnds() throws IOException {
    try (RawUpstream well = RawUpstream.sending(RawUpstream.ok("{}"));
        RawUpstream cutting = RawUpstream.sending("HTTP/1.1");
        RawUpstream silent = new RawUpstream(out -> new CountDownLatch(1).await());
        RawUpstream gone = RawUpstream.sending("")) {
      gone.close();
      for (RawUpstream upstream : List.of(well, cutting, silent, gone)) {
        assertEquals(1, ends(client, upstream.endpoint(), SHORT));
      }
      assertEquals(1, ends(client, well.endpoint(), Duration.ZERO));
      assertEquals(
          1, ends(new OutgoingClient(VERTX, TestSwitches.STRICT), well.endpoint(), PATIENCE));
      Endpoint nowhere = Endpoint.parse("m", "http://nowhere.invalid/", TestSwitches.OPEN);
      assertEquals(1, ends(client, nowhere, PATIENCE));
    }
  }

  @Test
  void connectionIsNotToldToHaveEndedWhileItIsOpen() throws IOException {
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger ends = new AtomicInteger();
    try (RawUpstream upstream =
        new RawUpstream(
            out -> {
              answer.await();
              out.write(RawUpstream.ok("{}").getBytes());
            })) {
      var reply =
          client
              .send(call(upstream.endpoint(), PATIENCE), ends::incrementAndGet)
              .subscribeAsCompletionStage();
      await().during(SHORT).atMost(PATIENCE).until(() -> ends.get() == 0);
      answer.countDown();
      assertInstanceOf(Answer.class, reply.orTimeout(10, TimeUnit.SECONDS).join());
      await().atMost(PATIENCE).until(() -> ends.get() == 1);
    }
  }

  /** How often the end was told, a while after the call. */
  private static int ends(OutgoingClient client, Endpoint endpoint, Duration deadline) {
    AtomicInteger ends = new AtomicInteger();
    client
        .send(call(endpoint, deadline), ends::incrementAndGet)
        .await()
        .atMost(PATIENCE.multipliedBy(2));
    await().atMost(PATIENCE).until(() -> ends.get() > 0);
    await().during(Duration.ofMillis(100)).atMost(PATIENCE).until(() -> ends.get() == 1);
    return ends.get();
  }

  private Reply timed(RawUpstream upstream) {
    long start = System.nanoTime();
    Reply reply = send(client, upstream.endpoint(), SHORT);
    assertBounded(start);
    return reply;
  }

  private static void assertBounded(long start) {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(SHORT.plusSeconds(5)) < 0, () -> "took " + took);
    assertTrue(took.compareTo(SHORT) >= 0, () -> "took only " + took);
  }

  private static Reply send(OutgoingClient client, Endpoint endpoint, Duration deadline) {
    return client.send(call(endpoint, deadline)).await().atMost(PATIENCE.multipliedBy(2));
  }

  private static OutgoingCall call(Endpoint endpoint, Duration deadline) {
    return new OutgoingCall(endpoint, Map.of("x-test", "yes"), Buffer.buffer("a=b"), deadline);
  }

  private static Lost lost(Reply reply) {
    return assertInstanceOf(Lost.class, reply);
  }

  private static Answer answer(Reply reply) {
    return assertInstanceOf(Answer.class, reply);
  }
}
