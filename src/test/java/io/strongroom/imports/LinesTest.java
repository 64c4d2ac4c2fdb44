package io.strongroom.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines are the same wherever the chunks of a stream end. */
class LinesTest {
  private static final String MARK = "\uFEFF";

  private final List<String> seen = new ArrayList<>();
  private final Lines lines = new Lines();

  @Test
  void chunksMayEndAtEveryByte() {
    byte[] file = (MARK + "{\"uid\":\"ä\"}\r\n\n{}\nlast €").getBytes(UTF_8);
    List<String> whole = read(file);

    assertEquals(List.of("1:{\"uid\":\"ä\"}\r", "2:", "3:{}", "4:last €"), whole);
    for (int first = 0; first <= file.length; first++) {
      for (int second = first; second <= file.length; second++) {
        assertEquals(
            whole,
            read(
                Arrays.copyOfRange(file, 0, first),
                Arrays.copyOfRange(file, first, second),
                Arrays.copyOfRange(file, second, file.length)),
            first + " and " + second);
      }
    }
  }

  @Test
  void emptyStreamHasNoLine() {
    assertEquals(List.of(), read());
    assertEquals(List.of(), read(new byte[0]));
  }

  @Test
  void lineFeedAtTheEndBeginsNoLine() {
    assertEquals(List.of("1:a"), read("a\n".getBytes(UTF_8)));
    assertEquals(List.of("1:a", "2:"), read("a\n\n".getBytes(UTF_8)));
  }

  @Test
  void byteOrderMarkBelongsToTheFirstLineAlone() {
    assertEquals(
        List.of("1:a", "2:" + MARK + "b"), read((MARK + "a\n" + MARK + "b").getBytes(UTF_8)));
  }

  @Test
  void lineOfTheGreatestLengthIsKeptAndALongerOneIsNot() {
    byte[] fits = filled(Lines.MAX_LINE_BYTES);
    byte[] longer = filled(Lines.MAX_LINE_BYTES + 1);

    feed(fits, "\n".getBytes(UTF_8), longer, "\nnext\n".getBytes(UTF_8), longer, longer);

    assertEquals(4, kept.size());
    assertEquals(Lines.MAX_LINE_BYTES, assertNotNullText(kept.get(0)).length);
    assertNull(kept.get(1).text());
    assertEquals("next", new String(assertNotNullText(kept.get(2)), UTF_8));
    assertNull(kept.get(3).text());
    assertEquals(4, kept.get(3).number());
  }

  @Test
  void digestIsOfAllBytesUpToTheLine() throws Exception {
    byte[] file = "one\r\ntwo\nthree".getBytes(UTF_8);
    List<String> digests = new ArrayList<>();

    for (byte b : file) {
      lines.read(new byte[] {b}, line -> digests.add(lines.digest()));
    }
    lines.end(line -> digests.add(lines.digest()));

    assertEquals(
        List.of(sha256("one\r\n"), sha256("one\r\ntwo\n"), sha256("one\r\ntwo\nthree")), digests);
    assertEquals(file.length, lines.bytes());
  }

  @Test
  void digestTellsLinesFromTheirEnds() {
    Lines other = new Lines();
    lines.read("a\nb\n".getBytes(UTF_8), line -> {});
    other.read("a\r\nb\n".getBytes(UTF_8), line -> {});

    assertNotEquals(lines.digest(), other.digest());
  }

  private final List<Lines.Line> kept = new ArrayList<>();

  private void feed(byte[]... chunks) {
    for (byte[] chunk : chunks) {
      lines.read(chunk, kept::add);
    }
    lines.end(kept::add);
  }

  private List<String> read(byte[]... chunks) {
    seen.clear();
    Lines fresh = new Lines();
    for (byte[] chunk : chunks) {
      fresh.read(chunk, this::see);
    }
    fresh.end(this::see);
    return List.copyOf(seen);
  }

  private void see(Lines.Line line) {
    seen.add(line.number() + ":" + new String(assertNotNullText(line), UTF_8));
  }

  private static byte[] assertNotNullText(Lines.Line line) {
    assertNotNull(line.text());
    return line.text();
  }

  private static byte[] filled(int length) {
    byte[] text = new byte[length];
    Arrays.fill(text, (byte) 'x');
    return text;
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(ISO_8859_1)));
  }
}
