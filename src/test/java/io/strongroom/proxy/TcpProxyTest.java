package io.strongroom.proxy;

import static io.strongroom.proxy.Way.TO_CLIENT;
import static io.strongroom.proxy.Way.TO_TARGET;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each trouble, as a plain socket and the server behind see it. */
class TcpProxyTest {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int SILENCE_MILLIS = 150;

  private EchoServer server;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new EchoServer();
    proxy = TcpProxy.to(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void bytesPassBothWaysAndAreCounted() throws IOException {
    try (Socket client = connect()) {
      write(client, "hello");
      assertEquals("hello", read(client, 5));
      assertEquals(1, proxy.open());
    }
    await().until(() -> proxy.open() == 0);
    assertEquals(1, proxy.accepted());
    assertEquals(5, proxy.passed(TO_TARGET));
    assertEquals(5, proxy.passed(TO_CLIENT));
    assertEnds(EchoServer.CLOSED);
  }

  @Test
  void halfCloseIsPassedOnAndTheAnswerStillComes() throws IOException {
    try (Socket client = connect()) {
      write(client, "hello");
      client.shutdownOutput();
      assertEquals("hello", new String(client.getInputStream().readAllBytes()));
    }
  }

  @Test
  void resetIsPassedOnAsAReset() throws IOException {
    Socket client = established();
    client.setSoLinger(true, 0);
    client.close();
    assertEnds(EchoServer.RESET);
  }

  @Test
  void troubleIsForTheNextConnectionAlone() throws IOException {
    proxy.next(Trouble.NONE.atAccept(End.FIN));
    try (Socket first = connect();
        Socket second = connect()) {
      assertClosed(first);
      write(second, "b");
      assertEquals("b", read(second, 1));
    }
  }

  @Test
  void troubleForAllLastsUntilHealed() throws IOException {
    proxy.all(Trouble.NONE.atAccept(End.FIN));
    try (Socket first = connect();
        Socket second = connect()) {
      assertClosed(first);
      assertClosed(second);
    }
    proxy.heal();
    established().close();
  }

  @Test
  void delayHoldsBackEachWay() throws IOException {
    for (Way way : Way.values()) {
      proxy.next(Trouble.NONE.delay(way, Duration.ofMillis(2L * SILENCE_MILLIS)));
      try (Socket client = connect()) {
        write(client, "a");
        assertSilent(client);
        assertEquals("a", read(client, 1));
      }
    }
  }

  @Test
  void cutOfTheRequestGivesTheServerItsBeginning() throws IOException {
    proxy.next(Trouble.NONE.cut(TO_TARGET, 3));
    try (Socket client = connect()) {
      write(client, "hello");
      String echo = new String(client.getInputStream().readAllBytes());
      assertTrue("hel".startsWith(echo), echo);
    }
    assertEnds(EchoServer.CLOSED);
    assertEquals("hel", server.received());
  }

  @Test
  void cutBeforeTheFirstByteGivesTheServerNothing() throws IOException {
    proxy.next(Trouble.NONE.cut(TO_TARGET, 0));
    try (Socket client = connect()) {
      assertSilent(client);
      write(client, "hello");
      assertClosed(client);
    }
    assertEnds(EchoServer.CLOSED);
    assertEquals("", server.received());
  }

  @Test
  void cutOfTheAnswerGivesTheClientItsBeginning() throws IOException {
    proxy.next(Trouble.NONE.cut(TO_CLIENT, 3));
    try (Socket client = connect()) {
      write(client, "hel");
      assertEquals("hel", read(client, 3));
      assertClosed(client);
    }
    assertEquals("hel", server.received());
  }

  @Test
  void resetsAreResetsEitherWay() throws IOException {
    for (Way way : Way.values()) {
      proxy.next(Trouble.NONE.reset(way, 2));
      try (Socket client = connect()) {
        write(client, "hello");
        assertReset(client);
      }
    }
    await().until(() -> server.ends().size() == 2);
  }

  @Test
  void connectionIsResetAtAccept() throws IOException {
    proxy.next(Trouble.NONE.atAccept(End.RESET));
    try (Socket client = connect()) {
      assertReset(client);
    }
    await().until(() -> proxy.open() == 0);
    assertEquals("", server.received());
  }

  @Test
  void blackHoleTakesEverythingAndTellsNobody() throws IOException {
    proxy.next(Trouble.BLACK_HOLE);
    try (Socket client = connect()) {
      write(client, "hello");
      assertSilent(client);
      assertEquals(1, proxy.open());
    }
    await().until(() -> proxy.open() == 0);
    assertEquals("", server.received());
  }

  @Test
  void openConnectionsCanBeSwallowedToo() throws IOException {
    try (Socket client = established()) {
      proxy.swallow();
      write(client, "b");
      assertSilent(client);
    }
    assertEquals("a", server.received());
    assertEquals(List.of(), List.copyOf(server.ends()), "its end is not passed on");
  }

  @Test
  void deadWayToTheClientLeavesTheServerWaiting() throws IOException {
    proxy.next(Trouble.NONE.silence(TO_CLIENT, 2));
    try (Socket client = connect()) {
      write(client, "hello");
      assertEquals("he", read(client, 2));
      assertSilent(client);
    }
    await().until(() -> server.received().equals("hello"));
    assertEquals(1, proxy.open());
    assertEquals(List.of(), List.copyOf(server.ends()), "its end is not passed on");
  }

  @Test
  void deadWayToTheServerLeavesTheClientWaiting() throws IOException {
    proxy.next(Trouble.NONE.silence(TO_TARGET, 2));
    try (Socket client = connect()) {
      write(client, "hello");
      assertEquals("he", read(client, 2));
      assertSilent(client);
    }
    assertEquals("he", server.received());
  }

  @Test
  void refusedConnectionsAreTakenAgainOnTheSamePort() throws IOException {
    try (Socket before = established()) {
      proxy.refuse();
      assertThrows(ConnectException.class, this::connect);
      write(before, "b");
      assertEquals("b", read(before, 1));
    }
    proxy.reopen();
    established().close();
  }

  @Test
  void openConnectionsAreClosedInOrder() throws IOException {
    try (Socket client = established()) {
      proxy.closeAll();
      assertClosed(client);
    }
    assertEnds(EchoServer.CLOSED);
    await().until(() -> proxy.open() == 0);
  }

  @Test
  void openConnectionsAreReset() throws IOException {
    try (Socket client = established()) {
      proxy.resetAll();
      assertReset(client);
    }
    assertEnds(EchoServer.RESET);
    assertEquals(0, proxy.open());
  }

  @Test
  void targetThatRefusesIsAReset() throws IOException {
    server.close();
    try (Socket client = connect()) {
      assertReset(client);
    }
  }

  private Socket established() throws IOException {
    Socket client = connect();
    write(client, "a");
    assertEquals("a", read(client, 1));
    return client;
  }

  private Socket connect() throws IOException {
    Socket client = new Socket("127.0.0.1", proxy.port());
    client.setSoTimeout(PATIENCE_MILLIS);
    return client;
  }

  private static void write(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String read(Socket client, int bytes) throws IOException {
    return new String(client.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
  }

  private static void assertClosed(Socket client) throws IOException {
    assertEquals(-1, client.getInputStream().read());
  }

  private static void assertReset(Socket client) {
    SocketException reset =
        assertThrows(SocketException.class, () -> client.getInputStream().readAllBytes());
    assertTrue(reset.getMessage().contains("reset"), reset.getMessage());
  }

  private static void assertSilent(Socket client) throws IOException {
    client.setSoTimeout(SILENCE_MILLIS);
    assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
    client.setSoTimeout(PATIENCE_MILLIS);
  }

  private void assertEnds(String... ends) {
    await().untilAsserted(() -> assertEquals(List.of(ends), List.copyOf(server.ends())));
  }
}
