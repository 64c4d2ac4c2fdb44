package io.strongroom.peer;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What passed so far of one HTTP/1.1 message: enough of it to see when it is whole. Threads may
 * share it.
 */
final class HttpText {
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)\r\n");
  private static final String END_OF_HEADERS = "\r\n\r\n";

  private final StringBuilder text = new StringBuilder();

  synchronized void append(byte[] bytes, int count) {
    text.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
  }

  synchronized boolean isWhole() {
    int end = text.indexOf(END_OF_HEADERS);
    if (end < 0) {
      return false;
    }
    var headers = text.substring(0, end + 2).toLowerCase(Locale.ROOT);
    var length = LENGTH.matcher(headers);
    return length.find()
        ? body().length() >= Integer.parseInt(length.group(1))
        : !headers.contains("\r\ntransfer-encoding: chunked") || body().endsWith("0\r\n\r\n");
  }

  synchronized String body() {
    int end = text.indexOf(END_OF_HEADERS);
    return end < 0 ? "" : text.substring(end + END_OF_HEADERS.length());
  }

  /** Of a response. */
  synchronized int status() {
    return Integer.parseInt(text.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
  }
}
