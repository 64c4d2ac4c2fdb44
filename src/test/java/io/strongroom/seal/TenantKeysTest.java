package io.strongroom.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.token.SecretText;
import io.strongroom.token.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sealed secrets open where they stand, unchanged, and nowhere else. */
class TenantKeysTest {
  private static final TenantId TENANT = new TenantId("tenant01");
  private static final TenantId NEIGHBOUR = new TenantId("tenant02");
  private static final Place PLACE =
      new Place(TENANT, "account", "production", "bob", "warehouse", "master_token");
  private static final SecretText SECRET = SecretText.of("correct horse");

  private final KeyCheck.Bound kek = TestKeysets.kek();
  private final WrappedKeys wrapped = new Sealing(kek).makeKeys(TENANT);
  private final TenantKeys keys = new Sealing(kek).openKeys(TENANT, wrapped);

  static Stream<Place> elsewhere() {
    return Stream.of(
        new Place(NEIGHBOUR, "account", "production", "bob", "warehouse", "master_token"),
        new Place(TENANT, "client_token", "production", "bob", "warehouse", "master_token"),
        new Place(TENANT, "account", "testing", "bob", "warehouse", "master_token"),
        new Place(TENANT, "account", "production", "eve", "warehouse", "master_token"),
        new Place(TENANT, "account", "production", "bob", "", "master_token"),
        new Place(TENANT, "account", "production", "bob", "warehouse", "token"),
        new Place(TENANT, "account", "productionb", "ob", "warehouse", "master_token"));
  }

  @ParameterizedTest
  @MethodSource("elsewhere")
  void movedSecretDoesNotOpen(Place elsewhere) {
    Sealed sealed = keys.seal(SECRET, PLACE);
    assertThrows(DoesNotOpen.class, () -> keys.open(sealed, elsewhere));
  }

  @Test
  void secretWithAnyOneBitFlippedDoesNotOpen() {
    byte[] sealed = keys.seal(SECRET, PLACE).bytes();
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThrows(DoesNotOpen.class, () -> keys.open(new Sealed(flipped), PLACE), "bit " + bit);
    }
  }

  @Test
  void secretThatWasCutDoesNotOpen() {
    byte[] sealed = keys.seal(SECRET, PLACE).bytes();
    for (int length = 0; length < sealed.length; length++) {
      byte[] cut = Arrays.copyOf(sealed, length);
      assertThrows(DoesNotOpen.class, () -> keys.open(new Sealed(cut), PLACE));
    }
  }

  @Test
  void neighboursKeysOpenNothing() {
    TenantKeys others = new Sealing(kek).openKeys(NEIGHBOUR, new Sealing(kek).makeKeys(NEIGHBOUR));
    Sealed sealed = keys.seal(SECRET, PLACE);
    assertThrows(DoesNotOpen.class, () -> others.open(sealed, PLACE));
  }

  @Test
  void failureNamesTheColumnAndNoSecret() {
    Sealed sealed = keys.seal(SECRET, PLACE);
    Place other = Place.of(NEIGHBOUR, "account", "master_token");
    DoesNotOpen failure = assertThrows(DoesNotOpen.class, () -> keys.open(sealed, other));
    assertEquals("account.master_token does not open", failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "t", "ключ 🔑", "\u0000"})
  void secretOpensInItsPlace(String text) {
    assertEquals(text, keys.open(keys.seal(SecretText.of(text), PLACE), PLACE).reveal());
  }

  @Test
  void sameSecretIsNeverSealedTheSameWayAndHidesItsText() {
    Sealed one = keys.seal(SECRET, PLACE);
    Sealed two = keys.seal(SECRET, PLACE);
    assertFalse(Arrays.equals(one.bytes(), two.bytes()));
    assertEquals(one.keyVersion(), two.keyVersion());
    String readable = new String(one.bytes(), StandardCharsets.ISO_8859_1);
    assertFalse(readable.contains("correct"));
  }

  @Test
  void keysetsOpenForTheirTenantUnderTheirKeyOnly() {
    assertThrows(DoesNotOpen.class, () -> new Sealing(kek).openKeys(NEIGHBOUR, wrapped));
    assertThrows(DoesNotOpen.class, () -> new Sealing(TestKeysets.kek()).openKeys(TENANT, wrapped));
    WrappedKeys swapped = new WrappedKeys(wrapped.lookup(), wrapped.data(), wrapped.kekVersion());
    assertThrows(DoesNotOpen.class, () -> new Sealing(kek).openKeys(TENANT, swapped));
  }

  @Test
  void lookupHashIsOfTheTenantAndTheValue() {
    LookupHash hash = keys.hash(SECRET);
    assertEquals(
        hash, new Sealing(kek).openKeys(TENANT, wrapped).hash(SecretText.of("correct horse")));
    assertNotEquals(hash, keys.hash(SecretText.of("correct horse ")));
    TenantKeys others = new Sealing(kek).openKeys(NEIGHBOUR, new Sealing(kek).makeKeys(NEIGHBOUR));
    assertNotEquals(hash, others.hash(SECRET));
  }

  @Test
  void lookupHashIs32BytesInBothForms() {
    LookupHash hash = keys.hash(SECRET);
    assertEquals(32, hash.bytes().length());
    assertEquals(hash, LookupHash.of(hash.bytes().getBytes()));
    byte[] all = {0, 1, 127, -128, -1};
    assertEquals("00017f80ff", LookupHash.of(all).hex());
    assertArrayEquals(all, LookupHash.of(all).bytes().getBytes());
  }
}
