package io.strongroom.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Sends back what it gets, and knows how each of its connections ended. */
final class EchoServer implements AutoCloseable {
  static final String CLOSED = "closed";
  static final String RESET = "reset";

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final StringBuffer received = new StringBuffer();
  private final Queue<String> ends = new ConcurrentLinkedQueue<>();

  EchoServer() throws IOException {
    start(this::serve);
  }

  int port() {
    return listener.getLocalPort();
  }

  String received() {
    return received.toString();
  }

  /** How its connections ended so far, in order. */
  Queue<String> ends() {
    return ends;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket caller = listener.accept();
        start(() -> echo(caller));
      } catch (IOException e) {
        // It is being closed.
      }
    }
  }

  private void echo(Socket caller) {
    try (caller) {
      int next;
      while ((next = caller.getInputStream().read()) >= 0) {
        received.append((char) next);
        caller.getOutputStream().write(next);
      }
      ends.add(CLOSED);
    } catch (IOException e) {
      ends.add(RESET);
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "echo");
    thread.setDaemon(true);
    thread.start();
  }
}
