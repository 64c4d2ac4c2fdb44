package io.strongroom.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of API keys, and each refusal in its turn. */
class ApiKeyTest {
  private static final String RANDOM = "0123456789ABCDEFGHIJabcdefghij0123456789";
  private static final String GOOD = keyed("strm_" + RANDOM);

  @ParameterizedTest
  @CsvSource({
    "'', Api-Key token is not specified",
    "' ', Api-Key token prefix invalid",
    "x, Api-Key token prefix invalid",
    "STRM_, Api-Key token prefix invalid",
    "Bearer strm_, Api-Key token prefix invalid",
    "strm_, Api-Key token length invalid",
    "strm_!, Api-Key token length invalid"
  })
  void firstFailureAnswers(String text, String sentence) {
    assertRefused(sentence, text);
  }

  @Test
  void oneCharacterMoreOrLessIsTheWrongLength() {
    assertRefused("Api-Key token length invalid", GOOD + "0");
    assertRefused("Api-Key token length invalid", GOOD.substring(0, GOOD.length() - 1));
  }

  @Test
  void prefixIsAskedBeforeTheLengthAndTheLengthBeforeTheFormat() {
    assertRefused("Api-Key token prefix invalid", "x" + GOOD.substring(1) + "!");
    assertRefused("Api-Key token length invalid", GOOD + "!");
  }

  @Test
  void anyOtherCharacterAnywhereIsTheWrongFormat() {
    for (int i = "strm_".length(); i < GOOD.length(); i++) {
      for (char typo : new char[] {'!', '-', ' ', 'é', '\n', GOOD.charAt(i) == '0' ? '1' : '0'}) {
        String text = GOOD.substring(0, i) + typo + GOOD.substring(i + 1);
        assertRefused("Api-Key token format invalid", text);
      }
    }
  }

  @Test
  void checksumIsLowerCase() {
    String digits = GOOD.substring(GOOD.length() - 8);
    String upper = GOOD.substring(0, GOOD.length() - 8) + digits.toUpperCase(java.util.Locale.ROOT);
    assertFalse(upper.equals(GOOD), "this test needs a checksum with a letter: " + digits);
    assertRefused("Api-Key token format invalid", upper);
  }

  @Test
  void rightChecksumDoesNotHealAWrongAlphabet() {
    assertRefused("Api-Key token format invalid", keyed("strm_" + RANDOM.replace('A', '-')));
  }

  @Test
  void goodKeyIsTaken() {
    assertEquals(GOOD, ApiKey.parse(GOOD).text().reveal());
  }

  @Test
  void randomKeyHasTheFormAndItsText() {
    ApiKey made = ApiKey.random(new SecureRandom());
    String text = made.text().reveal();
    assertTrue(text.matches("strm_[0-9A-Za-z]{40}_[0-9a-f]{8}"));
    assertEquals(text, keyed(text.substring(0, 45)));
    assertTrue(made.is(ApiKey.parse(text)));
    assertFalse(made.is(ApiKey.random(new SecureRandom())));
    assertFalse(made.toString().contains(text));
    assertEquals(32, made.hash().length);
  }

  private static String keyed(String start) {
    CRC32 crc = new CRC32();
    crc.update(start.getBytes(StandardCharsets.US_ASCII));
    return start + "_" + String.format("%08x", crc.getValue());
  }

  private static void assertRefused(String sentence, String text) {
    FaultException refused = assertThrows(FaultException.class, () -> ApiKey.parse(text), text);
    assertEquals(FaultCode.UNAUTHENTICATED, refused.fault().code());
    assertEquals(sentence, refused.fault().detail(), text);
  }
}
