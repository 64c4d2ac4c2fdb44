package io.strongroom.proxy;

import io.strongroom.database.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * A TCP proxy on a loopback port of its own, for upstreams and databases alike.
 *
 * <p>Each new connection gets the oldest trouble that was laid out by {@link #next}, else the one
 * for {@link #all}. A connection keeps its trouble; only {@link #swallow}, {@link #closeAll} and
 * {@link #resetAll} reach those that are open already.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int BACKLOG = 1_024;

  /** To take the port back: a connection of somebody else's may have it for a moment. */
  private static final int REOPEN_ATTEMPTS = 50;

  private static final int REOPEN_PAUSE_MILLIS = 100;

  private final InetSocketAddress target;
  private final int port;
  private final Queue<Trouble> next = new ConcurrentLinkedQueue<>();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Traffic traffic = new Traffic();
  private final LongAdder accepted = new LongAdder();
  private volatile Trouble all = Trouble.NONE;
  private ServerSocket listener;
  private Thread acceptor;

  private TcpProxy(InetSocketAddress target) {
    this.target = target;
    this.listener = listen(FreePort.next());
    this.port = listener.getLocalPort();
    this.acceptor = accept(listener);
  }

  /** Forwards to a port of this host. */
  public static TcpProxy to(int port) {
    return new TcpProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** What clients connect to, on 127.0.0.1; the same one for the proxy's whole life. */
  public int port() {
    return port;
  }

  /** The next connection that has none yet gets this trouble. */
  public void next(Trouble trouble) {
    next.add(trouble);
  }

  /** From now on new connections get this trouble. */
  public void all(Trouble trouble) {
    all = trouble;
  }

  /** New connections are forwarded as they are, and refused no longer. */
  public void heal() {
    next.clear();
    all = Trouble.NONE;
    reopen();
  }

  /** A black hole, for open connections too; those never recover. */
  public void swallow() {
    all = Trouble.BLACK_HOLE;
    links.forEach(Link::silence);
  }

  /** New connections are refused until {@link #reopen}; open ones stay. */
  public synchronized void refuse() {
    try {
      listener.close();
      // A port is listened on as long as somebody is about to accept there.
      acceptor.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes connections again, on the same port. */
  public synchronized void reopen() {
    if (listener.isClosed()) {
      listener = listen(port);
      acceptor = accept(listener);
    }
  }

  /** Closes every open connection in order. */
  public void closeAll() {
    links.forEach(Link::finish);
  }

  /** Resets every open connection. */
  public void resetAll() {
    links.forEach(Link::reset);
  }

  public long accepted() {
    return accepted.sum();
  }

  /** Connections whose sockets are open, at least on one side. */
  public int open() {
    return links.size();
  }

  /** Bytes that were passed on this way, over all connections. */
  public long passed(Way way) {
    return (way == Way.TO_TARGET ? traffic.toTarget() : traffic.toClient()).sum();
  }

  @Override
  public void close() {
    refuse();
    links.forEach(Link::close);
  }

  private Thread accept(ServerSocket from) {
    Thread thread = new Thread(() -> acceptAll(from), "proxy-" + port);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void acceptAll(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        welcome(from.accept());
      } catch (IOException e) {
        // Refusing, or a client that went away before it was accepted.
      }
    }
  }

  private void welcome(Socket client) {
    accepted.increment();
    Trouble planned = next.poll();
    Trouble trouble = planned == null ? all : planned;
    Link link = new Link(client, trouble, traffic, links::remove);
    links.add(link);
    switch (trouble.atAccept()) {
      case NONE -> link.forward(target);
      case FIN -> link.finish();
      case RESET -> link.reset();
      case SILENCE -> link.blackHole();
    }
  }

  private static ServerSocket listen(int port) {
    for (int attempt = 1; ; attempt++) {
      try {
        return new ServerSocket(port, BACKLOG, InetAddress.getByName("127.0.0.1"));
      } catch (IOException e) {
        if (attempt == REOPEN_ATTEMPTS) {
          throw new UncheckedIOException(e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(REOPEN_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
