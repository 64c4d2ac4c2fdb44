package io.strongroom.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

/** A secret gets out by one door. */
class SecretTextTest {
  private static final String TEXT = "correct horse";
  private final SecretText secret = SecretText.of(TEXT);

  /** A record prints its components. */
  private record Holder(SecretText secret) {}

  @Test
  void secretDoesNotPrint() {
    assertEquals("[secret]", secret.toString());
    assertEquals("[secret]", String.valueOf((Object) secret));
    assertFalse(new Holder(secret).toString().contains(TEXT));
    assertFalse(String.format("%s %15s", secret, secret).contains(TEXT));
  }

  @Test
  void secretIsEqualToItselfOnlyAndTellsNothingByItsHash() {
    SecretText same = SecretText.of(TEXT);
    assertNotEquals(secret, same);
    assertThrows(
        NoSuchMethodException.class,
        () -> SecretText.class.getDeclaredMethod("equals", Object.class));
    assertThrows(NoSuchMethodException.class, () -> SecretText.class.getDeclaredMethod("hashCode"));
  }

  @Test
  void secretIsNotSerialized() throws Exception {
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThrows(NotSerializableException.class, () -> out.writeObject(secret));
    }
    assertThrows(JsonMappingException.class, () -> new ObjectMapper().writeValueAsString(secret));
  }

  @Test
  void secretMatchesItsTextOnly() {
    assertFalse(secret.matches(SecretText.of("")));
    assertFalse(secret.matches(SecretText.of(TEXT + " ")));
    assertFalse(secret.matches(SecretText.of("Correct horse")));
    assertTrue(secret.matches(SecretText.of(TEXT)));
    assertEquals(TEXT, secret.reveal());
    assertEquals(TEXT.length(), secret.length());
  }
}
