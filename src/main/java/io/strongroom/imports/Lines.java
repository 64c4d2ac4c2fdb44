package io.strongroom.imports;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into lines, wherever its chunks end. A line is kept only until it is
 * handed on; of one that is too long nothing is kept.
 *
 * <p>Used by one upload, one chunk after the other.
 */
final class Lines {
  /** The same as of a whole body elsewhere. */
  static final int MAX_LINE_BYTES = 64 * 1024;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final MessageDigest digest = sha256();
  private boolean tooLong;
  private boolean begun;
  private long number;
  private long bytes;

  /**
   * One line without its end. What is before a line feed may be a carriage return: to JSON it is
   * white space.
   *
   * @param number counted from 1
   * @param text null where it is too long
   */
  record Line(long number, byte @Nullable [] text) {}

  /** Hands on each line that ends in this chunk. */
  void read(byte[] chunk, Consumer<Line> taker) {
    int start = 0;
    for (int i = 0; i < chunk.length; i++) {
      if (chunk[i] == '\n') {
        keep(chunk, start, i + 1);
        finish(taker);
        start = i + 1;
      }
    }
    keep(chunk, start, chunk.length);
  }

  /** Hands on the last line, if it has no line feed. */
  void end(Consumer<Line> taker) {
    if (begun) {
      finish(taker);
    }
  }

  /** Lines that were handed on. */
  long number() {
    return number;
  }

  /** Bytes that have come. */
  long bytes() {
    return bytes;
  }

  /** SHA-256 of all bytes that have come; asked for while a line is handed on, of all up to it. */
  String digest() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keep(byte[] chunk, int from, int to) {
    int length = to - from;
    if (length == 0) {
      return;
    }
    digest.update(chunk, from, length);
    bytes += length;
    begun = true;
    int text = chunk[to - 1] == '\n' ? length - 1 : length;
    tooLong |= line.size() + text > MAX_LINE_BYTES;
    if (tooLong) {
      line.reset();
    } else {
      line.write(chunk, from, text);
    }
  }

  private void finish(Consumer<Line> taker) {
    number++;
    byte @Nullable [] text = tooLong ? null : withoutMark(line.toByteArray());
    line.reset();
    tooLong = false;
    begun = false;
    taker.accept(new Line(number, text));
  }

  /** Some programs begin a file of UTF-8 with it. */
  private byte[] withoutMark(byte[] text) {
    int mark = BYTE_ORDER_MARK.length;
    return number == 1
            && text.length >= mark
            && Arrays.equals(text, 0, mark, BYTE_ORDER_MARK, 0, mark)
        ? Arrays.copyOfRange(text, mark, text.length)
        : text;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
