package io.strongroom.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.token.SecretText;
import io.strongroom.token.TenantId;
import org.junit.jupiter.api.Test;

/** A tenant's keyset gets a new key, and loses the old one. */
class KeysetRotationTest {
  private static final TenantId TENANT = new TenantId("tenant01");
  private static final Place PLACE = Place.of(TENANT, "account", "master_token");
  private static final SecretText SECRET = SecretText.of("secret");

  private final Sealing sealing = new Sealing(TestKeysets.kek());
  private final WrappedKeys before = sealing.makeKeys(TENANT);
  private final ChangedKeys introduced = sealing.introduce(TENANT, before);
  private final WrappedKeys promoted =
      sealing.promote(TENANT, introduced.wrapped(), introduced.version());

  @Test
  void introducedKeyDoesNotSealYet() {
    int old = keys(before).keyVersion();
    assertNotEquals(old, introduced.version());
    assertEquals(old, keys(introduced.wrapped()).seal(SECRET, PLACE).keyVersion());
  }

  @Test
  void instanceThatOnlyKnowsTheOldKeyDoesNotKnowWhatTheNewOneHasSealed() {
    Sealed sealed = keys(promoted).seal(SECRET, PLACE);
    assertFalse(keys(before).know(sealed));
    assertThrows(DoesNotOpen.class, () -> keys(before).open(sealed, PLACE));
    assertTrue(keys(introduced.wrapped()).know(sealed));
    assertEquals("secret", keys(introduced.wrapped()).open(sealed, PLACE).reveal());
  }

  @Test
  void promotedKeySealsAndTheOldOneStillOpens() {
    Sealed old = keys(before).seal(SECRET, PLACE);
    assertEquals(introduced.version(), keys(promoted).seal(SECRET, PLACE).keyVersion());
    assertEquals("secret", keys(promoted).open(old, PLACE).reveal());
  }

  @Test
  void retiredKeyOpensNothing() {
    Sealed old = keys(before).seal(SECRET, PLACE);
    WrappedKeys left = sealing.retire(TENANT, promoted, old.keyVersion());
    assertFalse(keys(left).know(old));
    assertThrows(DoesNotOpen.class, () -> keys(left).open(old, PLACE));
    assertThrows(
        IllegalStateException.class,
        () -> sealing.retire(TENANT, left, introduced.version()),
        "a keyset is never left without a key");
  }

  @Test
  void keyThatSealsCannotBeRetired() {
    assertThrows(
        IllegalStateException.class, () -> sealing.retire(TENANT, promoted, introduced.version()));
  }

  @Test
  void lookUpHashesStay() {
    String hash = keys(before).hash(SECRET).hex();
    WrappedKeys left = sealing.retire(TENANT, promoted, keys(before).keyVersion());
    assertEquals(hash, keys(promoted).hash(SECRET).hex());
    assertEquals(hash, keys(left).hash(SECRET).hex());
  }

  private TenantKeys keys(WrappedKeys wrapped) {
    return sealing.openKeys(TENANT, wrapped);
  }
}
