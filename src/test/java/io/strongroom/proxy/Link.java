package io.strongroom.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One connection through the proxy: a socket on either side and a pump for either way. */
final class Link {
  private static final int CONNECT_MILLIS = 5_000;

  private final Socket client;
  private final Socket target = new Socket();
  private final Pump toTarget;
  private final Pump toClient;
  private final AtomicInteger pumps = new AtomicInteger();
  private final Consumer<Link> onClosed;

  /** Whether neither side is to learn what happens on the other; set by any thread. */
  private volatile boolean silent;

  /** Whether both sides were told that it is over; set by any thread. */
  private volatile boolean finishing;

  Link(Socket client, Trouble trouble, Traffic traffic, Consumer<Link> onClosed) {
    this.client = client;
    this.onClosed = onClosed;
    toTarget = new Pump(this, client, target, trouble.toTarget(), traffic.toTarget());
    toClient = new Pump(this, target, client, trouble.toClient(), traffic.toClient());
  }

  /** Begins to forward; a target that cannot be connected to is a reset for the client. */
  void forward(InetSocketAddress address) {
    pumps.set(2);
    start(() -> connect(address), "to-target");
  }

  private void connect(InetSocketAddress address) {
    try {
      client.setTcpNoDelay(true);
      target.setTcpNoDelay(true);
      target.connect(address, CONNECT_MILLIS);
    } catch (IOException e) {
      reset();
      return;
    }
    if (finishing) {
      shutdown(target);
    }
    start(toClient, "to-client");
    toTarget.run();
  }

  /** Reads the client's bytes for nobody, until it closes. */
  void blackHole() {
    silence();
    pumps.set(1);
    start(toTarget, "black-hole");
  }

  /** From now on nothing passes either way, and neither side is told. */
  void silence() {
    halfOpen();
    toTarget.swallow();
    toClient.swallow();
  }

  /** From now on no end of either side is passed on. */
  void halfOpen() {
    silent = true;
  }

  boolean isHalfOpen() {
    return silent;
  }

  /**
   * Closes both sides in order. What they still send is read and thrown away: a socket that is
   * closed over unread bytes sends a reset instead.
   */
  void finish() {
    finishing = true;
    toTarget.swallow();
    toClient.swallow();
    shutdown(client);
    shutdown(target);
    if (pumps.get() == 0) {
      pumps.set(1);
      start(toTarget, "drain");
    }
  }

  void reset() {
    linger(client);
    linger(target);
    close();
  }

  /** One side failed. */
  void broken() {
    if (!silent) {
      reset();
    }
  }

  /** One pump has come to its end; the last one closes. */
  void ended() {
    if (pumps.decrementAndGet() == 0) {
      close();
    }
  }

  void close() {
    close(client);
    close(target);
    onClosed.accept(this);
  }

  private static void start(Runnable pump, String way) {
    Thread thread = new Thread(pump, "proxy-" + way);
    thread.setDaemon(true);
    thread.start();
  }

  private static void shutdown(Socket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  private static void linger(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }
}
