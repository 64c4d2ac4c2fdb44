package io.strongroom.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP server on loopback that answers with whatever bytes a test wants. */
final class RawUpstream implements AutoCloseable {

  /** What is done with one connection, once its request was read. */
  interface Behaviour {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final Behaviour behaviour;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  RawUpstream(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Answers with these bytes and closes. */
  static RawUpstream sending(String answer) throws IOException {
    return new RawUpstream(out -> out.write(answer.getBytes(ISO_8859_1)));
  }

  static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  Endpoint endpoint() {
    return Endpoint.parse(
        "m", "http://127.0.0.1:" + server.getLocalPort() + "/token", TestSwitches.OPEN);
  }

  /** Each request as far as it was read: up to the body's end. */
  List<String> requests() {
    return requests;
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "raw upstream");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      requests.add(request(socket.getInputStream()));
      behaviour.answer(socket.getOutputStream());
    } catch (IOException | InterruptedException gone) {
      // The client has hung up, which is its right.
    }
  }

  private static String request(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the client hung up within the head of its request");
      }
      text.append((char) next);
    }
    String head = text.toString().toLowerCase(java.util.Locale.ROOT);
    int length = Integer.parseInt(head.replaceFirst("(?s).*content-length: (\\d+).*", "$1"));
    return text + new String(in.readNBytes(length), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
