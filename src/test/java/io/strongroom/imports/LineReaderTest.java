package io.strongroom.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.http.TestJson;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.InvalidValue;
import io.strongroom.vault.ImportedAccount;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a line says, and what is said of a line that says it wrongly. */
class LineReaderTest {
  private final LineReader reader = new LineReader(TestJson.strict());

  @ParameterizedTest
  @EnumSource(BadLines.class)
  void badLineIsRefusedWithMemberAndRule(BadLines bad) {
    byte[] text = bad == BadLines.TOO_LONG ? null : bad.bytes();

    InvalidValue refused =
        assertThrows(InvalidValue.class, () -> reader.read(new Lines.Line(7, text)));

    assertEquals(bad.reject(7), Reject.of(7, refused));
  }

  @Test
  void thereAreTwentyKindsAndMore() {
    assertTrue(BadLines.all().size() >= 20);
  }

  @Test
  void tokenInTheNamesPlaceIsNotShown() {
    for (String name : List.of("at_5446a28f85427468", "x".repeat(33), "a\u0000b", "täglich", "")) {
      assertEquals(
          new Reject(1, "line", "has a member that no line has"),
          Reject.of(1, new InvalidValue(name, "is not a member of this request")));
    }
    assertEquals(
        "clientToken.scopes[3]",
        Reject.of(1, new InvalidValue("clientToken.scopes[3]", "x")).member());
  }

  @Test
  void shortestLineIsOfTheUsualEnvironment() {
    ImportedAccount read = read("{\"uid\":\"alice\",\"masterToken\":\"m\"}");

    assertEquals("alice", read.uid().value());
    assertEquals(new EnvironmentName("production"), read.environment());
    assertNull(read.expiresAt());
    assertNull(read.clientToken());
  }

  @Test
  void longestLineHasItAll() {
    ImportedAccount read =
        read(
            "{\"uid\":\"alice\",\"environment\":\"testing\",\"masterToken\":\"m\","
                + "\"expiresAt\":\"2040-01-01T00:00:00Z\",\"clientToken\":{\"clientId\":\"web\","
                + "\"token\":\"t\",\"expiresAt\":\"2039-01-01T00:00:00Z\","
                + "\"issuedAt\":\"2026-01-01T00:00:00.9Z\",\"scopes\":[\"a\",\"b:c\"],"
                + "\"tokenType\":\"bearer\"}}\r");

    assertEquals(new EnvironmentName("testing"), read.environment());
    assertEquals(Instant.parse("2040-01-01T00:00:00Z"), read.expiresAt());
    assertNotNull(read.clientToken());
    assertNotNull(read.clientToken().clientId());
    assertEquals("web", read.clientToken().clientId().value());
    assertEquals(Instant.parse("2026-01-01T00:00:00Z"), read.clientToken().issuedAt());
    assertEquals(List.of("a", "b:c"), read.clientToken().scopes());
    assertEquals("bearer", read.clientToken().tokenType());
    assertFalse(read.toString().contains("\"t\""), "secrets do not print");
  }

  private ImportedAccount read(String text) {
    return reader.read(new Lines.Line(1, text.getBytes(UTF_8)));
  }
}
