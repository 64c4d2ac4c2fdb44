package io.strongroom.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the wire notes of calls that are answered, cut and refused. */
class WireTest {
  private static final String TOKEN =
      "x."
          + Base64.getUrlEncoder()
              .encodeToString("{\"sid\":\"s\",\"jti\":\"t\"}".getBytes(US_ASCII));

  private static final String GRANTED = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  private static final String REFUSED =
      "HTTP/1.1 400 Bad Request\r\nContent-Length: 25\r\n\r\n{\"error\":\"invalid_grant\"}";

  private ServerSocket provider;
  private Wire wire;
  private volatile CompletableFuture<Void> provided = new CompletableFuture<>();

  @BeforeEach
  void start() throws IOException {
    provider = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    wire = new Wire(provider.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    wire.close();
    provider.close();
  }

  @Test
  void replyThatIsCutIsLost() throws Exception {
    var call = noted(GRANTED.substring(0, GRANTED.length() - 1));

    assertTrue(call.lost());
    assertFalse(call.granted());
  }

  @Test
  void replyThatNeverBeginsIsLost() throws Exception {
    assertTrue(noted("").lost());
  }

  @Test
  void replyThatIsSwallowedIsLost() throws Exception {
    wire.swallowReplies(true);
    var call = CompletableFuture.supplyAsync(() -> noted(GRANTED, ""));
    await().until(() -> provided.isDone());
    assertEquals(List.of(), wire.calls());

    wire.swallowReplies(false);

    assertTrue(call.join().lost());
  }

  @Test
  void wholeReplyIsNotedWithTheTokenThatWasSent() throws Exception {
    var call = noted(GRANTED);

    assertTrue(call.granted());
    assertFalse(call.lost());
    assertFalse(call.refused());
    assertEquals(List.of("s", "t"), List.of(call.session(), call.token()));
  }

  @Test
  void refusalIsSeen() throws Exception {
    assertTrue(noted(REFUSED).refused());
  }

  @Test
  void callThatTheProviderNeverHadIsNotLost() throws Exception {
    provider.close();
    try (var caller = new Socket(InetAddress.getLoopbackAddress(), wire.port())) {
      assertEquals(-1, caller.getInputStream().read());
    }
    assertEquals(List.of(), wire.calls());
  }

  @Test
  void shutWireRefusesConnectionsUntilItIsOpenedAgain() throws Exception {
    wire.shut();
    assertThrows(
        ConnectException.class,
        () -> new Socket(InetAddress.getLoopbackAddress(), wire.port()).close());

    wire.open();

    assertTrue(noted(GRANTED).granted());
  }

  /** What the wire notes of one call that the provider answers so before it hangs up. */
  private WireCall noted(String answer) {
    return noted(answer, answer);
  }

  private WireCall noted(String answer, String arrives) {
    provided = CompletableFuture.runAsync(() -> provide(answer));
    var form = "grant_type=refresh_token&refresh_token=" + TOKEN;
    try (var caller = new Socket(InetAddress.getLoopbackAddress(), wire.port())) {
      var request = "POST / HTTP/1.1\r\nContent-Length: " + form.length() + "\r\n\r\n" + form;
      caller.getOutputStream().write(request.getBytes(US_ASCII));
      assertEquals(arrives, new String(caller.getInputStream().readAllBytes(), US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    provided.join();
    await().until(() -> wire.calls().size() == 1);
    return wire.calls().get(0);
  }

  private void provide(String answer) {
    try (var connection = provider.accept()) {
      var request = new HttpText();
      var bytes = new byte[4_096];
      while (!request.isWhole()) {
        request.append(bytes, connection.getInputStream().read(bytes));
      }
      connection.getOutputStream().write(answer.getBytes(US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
