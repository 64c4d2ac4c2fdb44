package io.strongroom.token;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference page of errors is the table in the code. */
class FaultReferenceTest {
  private static final Path PAGE = Path.of("docs", "reference", "faults.md");

  @Test
  void pageIsTheTableOfTheCode() throws IOException {
    assertEquals(page(), Files.readString(PAGE), "write this into " + PAGE);
  }

  private static String page() {
    return Arrays.stream(FaultCode.values())
        .map(
            f ->
                "| `%s` | %d | `%s` | %s |\n"
                    .formatted(f.code(), f.status(), f.verdict().code(), f.title()))
        .collect(
            Collectors.joining(
                "",
                """
                # Errors

                `application/problem+json` (RFC 9457) with `code`, `verdict` and, where time helps, `retryAfterSeconds`; the type is
                `urn:strongroom:error:<code>`. `/v2` has its own form, and 420 for `quota-exceeded`.

                | code | status | verdict | title |
                |---|---|---|---|
                """,
                ""));
  }
}
