package io.strongroom.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A name server on loopback. A name's first label is what it resolves to: addresses in hexadecimal,
 * joined by {@code -}, of which the first question gets the first, and so on; the last one stays.
 * Nothing may be kept: the time to live is 0. Until it is closed, a Vert.x that is made in this
 * process can be told to ask it.
 */
final class LoopbackDns implements AutoCloseable {
  private static final int QUESTION_AT = 12;
  private static final int TYPE_A = 1;
  private static final int TYPE_AAAA = 28;
  private static final int MAX_DATAGRAM_BYTES = 1_024;

  /** Quarkus leaves names to the JDK, whose name servers cannot be chosen, by this property. */
  private static final String LEFT_TO_THE_JDK = "vertx.disableDnsResolver";

  private final String before = System.setProperty(LEFT_TO_THE_JDK, "false");
  private final DatagramSocket socket;

  /** How often each name was asked for an address that it has. */
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();

  LoopbackDns() throws SocketException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "loopback dns");
    thread.setDaemon(true);
    thread.start();
  }

  /** A name that resolves to these addresses, one after the other. */
  static String name(byte[]... addresses) {
    return Arrays.stream(addresses).map(HexFormat.of()::formatHex).collect(Collectors.joining("-"))
        + ".example.com";
  }

  int port() {
    return socket.getLocalPort();
  }

  /** How many of a name's addresses were given out. */
  int answers(String name) {
    return asked.getOrDefault(name, 0);
  }

  @Override
  public void close() {
    socket.close();
    System.setProperty(LEFT_TO_THE_JDK, before == null ? "false" : before);
  }

  private void serve() {
    byte[] bytes = new byte[MAX_DATAGRAM_BYTES];
    while (!socket.isClosed()) {
      try {
        DatagramPacket question = new DatagramPacket(bytes, bytes.length);
        socket.receive(question);
        byte[] answer = answer(bytes);
        socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
      } catch (IOException e) {
        // It is being closed.
      }
    }
  }

  private byte[] answer(byte[] question) {
    StringBuilder name = new StringBuilder();
    int at = QUESTION_AT;
    while (question[at] != 0) {
      name.append(name.isEmpty() ? "" : ".").append(new String(question, at + 1, question[at]));
      at += question[at] + 1;
    }
    int type = question[at + 2];
    byte[] address = address(name.toString(), type);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.write(question, 0, 2);
    // An answer without error: one question, one address or none, nothing more (RFC 1035, 4.1.1).
    answer.writeBytes(new byte[] {(byte) 0x81, (byte) 0x80, 0, 1, 0});
    answer.write(address.length == 0 ? 0 : 1);
    answer.writeBytes(new byte[4]);
    answer.write(question, QUESTION_AT, at + 5 - QUESTION_AT);
    if (address.length > 0) {
      // The name by pointer, type, class, time to live, length, address (section 4.1.3).
      answer.writeBytes(new byte[] {(byte) 0xc0, QUESTION_AT, 0, (byte) type, 0, 1, 0, 0, 0, 0, 0});
      answer.write(address.length);
      answer.writeBytes(address);
    }
    return answer.toByteArray();
  }

  private byte[] address(String name, int type) {
    String[] addresses = name.substring(0, name.indexOf('.')).split("-");
    int length = addresses[0].length() / 2;
    if (type != (length == 4 ? TYPE_A : TYPE_AAAA)) {
      return new byte[0];
    }
    int turn = asked.merge(name, 1, Integer::sum) - 1;
    return HexFormat.of().parseHex(addresses[Math.min(turn, addresses.length - 1)]);
  }
}
