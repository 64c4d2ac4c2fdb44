package io.strongroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name is there: the tests that hold a guarantee, and the pages they link. */
class DocumentsTest {
  private static final Pattern TEST_NAME = Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT))`");
  private static final Pattern GAP = Pattern.compile("(@@\\w+@@|\\b(?:TODO|TBD|FIXME)\\b)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Set<String> named = found(TEST_NAME, page -> name -> name + ".java");
    Set<String> there;
    try (Stream<Path> files = Files.walk(Path.of("src", "test"))) {
      there = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }

    assertTrue(named.size() > 5, "the documents name their tests");
    named.removeAll(there);
    assertEquals(Set.of(), named);
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    Set<String> links = found(LINK, page -> link -> page.resolveSibling(link).toString());

    assertTrue(links.size() > 5, "the documents link each other");
    links.removeIf(link -> Files.exists(Path.of(link)));
    assertEquals(Set.of(), links);
  }

  @Test
  void nothingIsLeftToBeFilledIn() throws IOException {
    assertEquals(Set.of(), found(GAP, page -> gap -> gap + " in " + page));
  }

  private static Set<String> found(Pattern pattern, Function<Path, Function<String, String>> form)
      throws IOException {
    Set<String> all = new TreeSet<>();
    for (Path page : pages()) {
      pattern
          .matcher(Files.readString(page))
          .results()
          .map(match -> form.apply(page).apply(match.group(1)))
          .forEach(all::add);
    }
    return all;
  }

  private static Set<Path> pages() throws IOException {
    try (Stream<Path> files =
        Stream.of("README.md", "docs", "db").map(Path::of).flatMap(DocumentsTest::walk)) {
      return files.filter(file -> file.toString().endsWith(".md")).collect(Collectors.toSet());
    }
  }

  private static Stream<Path> walk(Path root) {
    try {
      return Files.walk(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
