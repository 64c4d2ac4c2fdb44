package io.strongroom.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of many users, one line in a hundred of them bad, each bad kind in its turn; one user in
 * four brings a client token.
 */
final class ImportFile {
  private static final int BAD_EVERY = 100;
  private static final int TOKEN_EVERY = 4;
  private static final int LIFE_SECONDS = 100_000;

  private static final List<BadLines> KINDS = BadLines.all();

  private final Path path;
  private final int lines;

  private ImportFile(Path path, int lines) {
    this.path = path;
    this.lines = lines;
  }

  static ImportFile write(Path path, int lines) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16)) {
      for (int line = 1; line <= lines; line++) {
        out.write(isBad(line) ? kind(line).bytes() : user(line).getBytes(UTF_8));
        if (isBad(line)) {
          out.write('\n');
        }
      }
    }
    return new ImportFile(path, lines);
  }

  Path path() {
    return path;
  }

  int lines() {
    return lines;
  }

  int bad() {
    return lines / BAD_EVERY;
  }

  int good() {
    return lines - bad();
  }

  /** Client tokens that are brought on good lines. */
  int tokens() {
    return lines / TOKEN_EVERY - lines / BAD_EVERY;
  }

  /** What is said of a bad line. */
  static Reject reject(int line) {
    return kind(line).reject(line);
  }

  static String uid(int line) {
    return "imported-" + line;
  }

  /** Lines that are bad bring nobody. */
  static boolean isBad(int line) {
    return line % BAD_EVERY == 0;
  }

  private static BadLines kind(int line) {
    return KINDS.get(line / BAD_EVERY % KINDS.size());
  }

  private static String user(int line) {
    String master = "refresh-token-of-a-usual-length-0123456789-" + line;
    return line % TOKEN_EVERY == 0
        ? ImportLines.withToken(
            uid(line), master, ImportLines.token("access-" + line, LIFE_SECONDS))
        : ImportLines.user(uid(line), master);
  }
}
