package io.strongroom.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words of the reference page are those of the code. */
class AuditReferenceTest {
  private static final Path PAGE = Path.of("docs", "reference", "audit.md");

  @Test
  void actionsAreTheTableOfTheCode() throws IOException {
    assertEquals(
        Arrays.stream(Action.values()).map(action -> row(action.word(), action.meaning())).toList(),
        rowsUnder("action"));
  }

  @Test
  void breaksAreTheTableOfTheCode() throws IOException {
    assertEquals(
        Arrays.stream(Break.values()).map(kind -> row(kind.word(), kind.meaning())).toList(),
        rowsUnder("kind"));
  }

  private static String row(String word, String meaning) {
    return "| `" + word + "` | " + meaning + " |";
  }

  private static List<String> rowsUnder(String heading) throws IOException {
    try (Stream<String> lines = Files.lines(PAGE)) {
      return lines
          .dropWhile(line -> !line.equals("| " + heading + " | means |"))
          .skip(2)
          .takeWhile(line -> line.startsWith("|"))
          .toList();
    }
  }
}
