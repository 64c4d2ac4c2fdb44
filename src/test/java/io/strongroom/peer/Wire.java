package io.strongroom.peer;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Relays connections to a provider on loopback and notes the refreshes that pass: what the provider
 * was handed and which of its replies arrived. One connection carries one call, as the vault makes
 * them. While it is shut, connections are refused, as by a server that is down.
 */
final class Wire implements AutoCloseable {
  private static final Pattern REFRESH_TOKEN = Pattern.compile("(?:^|&)refresh_token=([^&]+)");
  private static final int BACKLOG = 64;

  private final int target;
  private final int port;
  private final List<WireCall> calls = new CopyOnWriteArrayList<>();
  private @Nullable ServerSocket door;
  private boolean swallowing;

  Wire(int target) {
    this.target = target;
    this.door = listen(0);
    this.port = door.getLocalPort();
  }

  int port() {
    return port;
  }

  /** While it is on, what the provider replies goes nowhere, and its connections stay open. */
  synchronized void swallowReplies(boolean on) {
    swallowing = on;
    notifyAll();
  }

  private synchronized boolean isSwallowing() {
    return swallowing;
  }

  private synchronized void awaitTheEndOfSwallowing() {
    try {
      while (swallowing) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** In the order in which they ended. */
  List<WireCall> calls() {
    return List.copyOf(calls);
  }

  /** Refuses new connections; those that are open go on. */
  synchronized void shut() {
    if (door != null) {
      closeQuietly(door);
      door = null;
    }
  }

  synchronized void open() {
    if (door == null) {
      door = listen(port);
    }
  }

  @Override
  public void close() {
    shut();
  }

  private ServerSocket listen(int at) {
    try {
      var socket = new ServerSocket(at, BACKLOG, InetAddress.getLoopbackAddress());
      daemon(() -> accept(socket));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        var caller = socket.accept();
        daemon(() -> new Relay(caller).run());
      }
    } catch (IOException shut) {
      closeQuietly(socket);
    }
  }

  private static void daemon(Runnable work) {
    var thread = new Thread(work, "wire");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception alreadyGone) {
      // Either side may have closed it first.
    }
  }

  /** One connection; the request is read on its own thread, the reply on the relay's. */
  private final class Relay {
    private final Socket caller;
    private final Instant openedAt = Instant.now();
    private final HttpText request = new HttpText();
    private final HttpText reply = new HttpText();
    private volatile @Nullable Instant sentAt;
    private volatile @Nullable Instant repliedAt;

    Relay(Socket caller) {
      this.caller = caller;
    }

    void run() {
      try (caller;
          var provider = new Socket(InetAddress.getLoopbackAddress(), target)) {
        daemon(() -> passRequest(provider));
        passReply(provider);
      } catch (IOException gone) {
        // Nothing was handed over, or the note says how far it came.
      }
    }

    /** Noted before the caller sees the end: what it does next comes later. */
    private void passReply(Socket provider) throws IOException {
      try {
        pass(provider.getInputStream(), caller, reply);
      } finally {
        awaitTheEndOfSwallowing();
        note();
      }
    }

    private void passRequest(Socket provider) {
      try {
        pass(caller.getInputStream(), provider, request);
      } catch (IOException gone) {
        // The caller went, or was sent away after the provider had.
      }
      closeQuietly(provider);
    }

    private void pass(InputStream from, Socket to, HttpText text) throws IOException {
      var bytes = new byte[8_192];
      for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
        if (text == reply && isSwallowing()) {
          continue;
        }
        // Noted before it is on its way: what the note lacks, the provider never had.
        text.append(bytes, count);
        if (text.isWhole()) {
          wholeAt(text);
        }
        to.getOutputStream().write(bytes, 0, count);
      }
    }

    private void wholeAt(HttpText text) {
      if (text == request) {
        sentAt = Instant.now();
      } else {
        repliedAt = Instant.now();
      }
    }

    private void note() {
      refreshToken()
          .ifPresent(
              token ->
                  calls.add(
                      new WireCall(
                          token.getString("sid"),
                          token.getString("jti"),
                          openedAt,
                          sentAt,
                          repliedAt == null ? null : reply.status(),
                          reply.body().contains("\"invalid_grant\""),
                          Objects.requireNonNullElseGet(repliedAt, Instant::now))));
    }

    /** Keycloak's refresh tokens are signed JSON: who holds one can read it. */
    private Optional<JsonPath> refreshToken() {
      var found = REFRESH_TOKEN.matcher(request.body());
      return found.find() ? Optional.of(Jwt.payload(found.group(1))) : Optional.empty();
    }
  }
}
