package io.strongroom.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule for names and identifiers, at its edges. */
class NamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "..", " ", "a b", "a/b", "a\\b", "a;b", "a?b", "a#b", "a%b", "é", "a\n", "\u0000",
        "a\u007f", "\t", "１"
      })
  void uidAndClientIdRefuseWhatAPathReadsInTwoWays(String value) {
    assertRefused("uid", value, () -> new Uid(value));
    assertRefused("clientId", value, () -> new ClientId(value));
  }

  @Test
  void uidTakesEveryOtherVisibleCharacter() {
    IntStream.rangeClosed(0, 0x17f)
        .forEach(
            c -> {
              String value = "u" + (char) c;
              if (c >= 0x21 && c <= 0x7e && "/\\;?#%".indexOf(c) < 0) {
                assertEquals(value, new Uid(value).toString());
              } else {
                assertRefused("uid", value, () -> new Uid(value));
              }
            });
  }

  @Test
  void uidHas1To128Characters() {
    assertEquals(128, new Uid("u".repeat(128)).value().length());
    assertThrows(InvalidValue.class, () -> new Uid("u".repeat(129)));
    assertEquals("...", new Uid("...").value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "A", "a_b", "a.b", "a b", "é", "a\n"})
  void environmentRefusesWhatIsNoLabel(String value) {
    assertRefused("environment", value, () -> new EnvironmentName(value));
  }

  @Test
  void environmentHas1To64Characters() {
    assertEquals("0-", new EnvironmentName("0-").toString());
    assertEquals(64, new EnvironmentName("a".repeat(64)).value().length());
    assertThrows(InvalidValue.class, () -> new EnvironmentName("a".repeat(65)));
    assertEquals("production", EnvironmentName.DEFAULT.value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abcdefg",
        "Abcdefgh",
        "abcd-fgh",
        "abcdefgh\n",
        "abcdefghabcdefghabcdefghabcdefgh0"
      })
  void identifierRefusesWhatWasNeverGiven(String value) {
    assertRefused("tenantId", value, () -> new TenantId(value));
    assertRefused("keyId", value, () -> new KeyId(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"abcdefgh", "01234567", "abcdefghabcdefghabcdefghabcdefgh"})
  void identifierHas8To32Characters(String value) {
    assertEquals(value, new TenantId(value).toString());
    assertEquals(value, new KeyId(value).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "\u0000", "a\u007f", "\u0085"})
  void nameRefusesControlCharacters(String value) {
    assertRefused("name", value, () -> new Name(value));
  }

  @Test
  void nameHas1To100CharactersAsPeopleCountThem() {
    assertEquals("Lager für Bücher 📚", new Name("Lager für Bücher 📚").toString());
    assertEquals(200, new Name("📚".repeat(100)).value().length());
    assertThrows(InvalidValue.class, () -> new Name("📚".repeat(101)));
    assertThrows(InvalidValue.class, () -> new Name("a".repeat(101)));
  }

  @Test
  void randomIdsAreIdentifiersAndDiffer() {
    var random = new java.security.SecureRandom();
    long distinct =
        IntStream.range(0, 1_000)
            .mapToObj(i -> new TenantId(RandomId.next(random)).value())
            .distinct()
            .count();
    assertEquals(1_000, distinct);
  }

  private static void assertRefused(
      String member, String value, org.junit.jupiter.api.function.Executable construct) {
    InvalidValue refused = assertThrows(InvalidValue.class, construct);
    assertEquals(member, refused.member());
    assertFalse(value.length() > 2 && refused.getMessage().contains(value), refused.getMessage());
  }
}
