package io.strongroom.upstream;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One port on every address of this machine, IPv4 and IPv6, where nobody may ever connect; it
 * counts those who do.
 */
final class Trap implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0);
  private final AtomicInteger caught = new AtomicInteger();

  Trap() throws IOException {
    Thread thread = new Thread(this::accept, "trap");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  int caught() {
    return caught.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try (Socket visitor = listener.accept()) {
        caught.incrementAndGet();
      } catch (IOException e) {
        // It is being closed.
      }
    }
  }
}
