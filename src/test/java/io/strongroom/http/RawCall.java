package io.strongroom.http;

import io.strongroom.service.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A call that is written byte by byte: no client library puts its path or its body in order. */
final class RawCall {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: ([0-9]+)\r\n");

  private RawCall() {}

  /**
   * Sends a request of these lines and returns the answer, whether the connection closes or not.
   */
  static String send(String key, String requestLine, String... more) {
    URI service = Service.uri();
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      String head =
          requestLine
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nApi-Key: "
              + key
              + "\r\n"
              + String.join("\r\n", more)
              + (more.length == 0 ? "\r\n" : "");
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return answer(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String answer(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.write(next);
      if (head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        break;
      }
    }
    Matcher length = LENGTH.matcher(head.toString(StandardCharsets.ISO_8859_1));
    byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
    return head.toString(StandardCharsets.ISO_8859_1) + new String(body, StandardCharsets.UTF_8);
  }
}
