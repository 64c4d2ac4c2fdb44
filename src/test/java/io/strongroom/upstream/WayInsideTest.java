package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names that change their answer, and redirections, do not lead inside. */
class WayInsideTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] FIRST = {127, 0, 0, 1};
  private static final byte[] SECOND = {127, 0, 0, 2};

  private LoopbackDns dns;
  private Vertx vertx;

  @BeforeEach
  void start() throws IOException {
    dns = new LoopbackDns();
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setAddressResolverOptions(
                    new AddressResolverOptions().addServer("127.0.0.1:" + dns.port())));
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
    dns.close();
  }

  @Test
  void trapCountsThoseWhoCome() throws IOException {
    try (Trap trap = new Trap();
        Socket v4 = new Socket("127.0.0.1", trap.port());
        Socket v6 = new Socket("::1", trap.port())) {
      assertEquals(-1, v4.getInputStream().read());
      assertEquals(-1, v6.getInputStream().read());
      assertEquals(2, trap.caught());
    }
  }

  /** The second call shows that the name does change: it gets no answer from the first server. */
  @Test
  void addressThatWasCheckedIsTheOneConnectedTo() throws IOException {
    String name = LoopbackDns.name(FIRST, SECOND);
    OutgoingClient open = new OutgoingClient(vertx, TestSwitches.OPEN);
    try (RawUpstream upstream = RawUpstream.sending(RawUpstream.ok("{}"));
        ServerSocket moved =
            new ServerSocket(upstream.endpoint().port(), 1, InetAddress.getByAddress(SECOND))) {
      assertInstanceOf(Reply.Answer.class, send(open, name, moved.getLocalPort()));
      assertEquals(1, dns.answers(name), "the name is asked for once a call");

      moved.close();
      assertEquals(
          Reply.Point.BEFORE_SENDING, lost(send(open, name, upstream.endpoint().port())).point());
      assertEquals(2, dns.answers(name));
      assertEquals(1, upstream.requests().size());
    }
  }

  @Test
  void nameIsNotAskedAgainUntilItsAddressIsAllowed() throws IOException {
    String name = LoopbackDns.name(FIRST, SECOND);
    try (Trap trap = new Trap()) {
      OutgoingClient guarded = new OutgoingClient(vertx, TestSwitches.STRICT);
      assertEquals(Reply.Point.FORBIDDEN_ADDRESS, lost(send(guarded, name, trap.port())).point());
      assertEquals(1, dns.answers(name));
      assertEquals(0, trap.caught());
    }
  }

  @Test
  void redirectionToNoHostIsFollowed() throws IOException {
    AtomicInteger next = new AtomicInteger();
    try (Trap trap = new Trap();
        RawUpstream upstream =
            new RawUpstream(
                out -> {
                  String host = HostileHosts.ALL.get(next.getAndIncrement());
                  String location = "http://" + host + ":" + trap.port() + "/";
                  out.write(redirection(location).getBytes(StandardCharsets.UTF_8));
                })) {
      OutgoingClient open = new OutgoingClient(vertx, TestSwitches.OPEN);
      for (String host : HostileHosts.ALL) {
        Reply reply = send(open, "127.0.0.1", upstream.endpoint().port());
        assertEquals(307, assertInstanceOf(Reply.Answer.class, reply, host).status());
      }
      assertEquals(HostileHosts.ALL.size(), upstream.requests().size());
      assertEquals(0, trap.caught());
    }
  }

  private static String redirection(String location) {
    return "HTTP/1.1 307 There\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
  }

  private static Reply send(OutgoingClient client, String host, int port) {
    Endpoint endpoint =
        Endpoint.parse("m", "http://" + host + ":" + port + "/token", TestSwitches.OPEN);
    return client
        .send(new OutgoingCall(endpoint, Map.of(), Buffer.buffer("a=b"), PATIENCE))
        .await()
        .atMost(PATIENCE.multipliedBy(2));
  }

  private static Reply.Lost lost(Reply reply) {
    return assertInstanceOf(Reply.Lost.class, reply);
  }
}
