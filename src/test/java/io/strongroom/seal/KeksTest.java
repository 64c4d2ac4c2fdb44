package io.strongroom.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.token.SecretText;
import io.strongroom.token.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key-encryption key is rotated at two instances, each with a file of its own. */
class KeksTest {
  private static final TenantId TENANT = new TenantId("tenant01");
  private static final Place PLACE = Place.of(TENANT, "account", "master_token");
  private static final SecretText SECRET = SecretText.of("secret");

  @TempDir private Path folder;
  private Path file;
  private int first;
  private Sealing sealing;
  private Keks keks;

  @BeforeEach
  void makeTheFirstKey() {
    file = folder.resolve("kek.json");
    Kek made = new FileKey(file).make();
    first = made.versions().iterator().next();
    sealing = new Sealing(new KeyCheck.Bound(made, first));
    keks = new Keks(new FileKey(file), sealing);
  }

  @Test
  void instanceWithoutTheNewKeyNeitherOpensNorFollows() throws Exception {
    Path copy = Files.copy(file, folder.resolve("copy.json"), StandardCopyOption.COPY_ATTRIBUTES);
    Keks other = other(copy);
    Keks.Candidate candidate = keks.prepare(Set.of());

    assertFalse(other.opens(candidate));
    assertFalse(other.follow(candidate.proof()));
    assertEquals(first, other.wrapping());
  }

  @Test
  void keyOfTheSameNumberAndAnotherValueIsNotTheNewKey() {
    Keks.Candidate candidate = keks.prepare(Set.of());
    byte[] forged = candidate.proof().clone();
    forged[forged.length - 1] ^= 1;
    assertFalse(keks.opens(new Keks.Candidate(candidate.version(), forged)));
  }

  @Test
  void newKeyWrapsOnlyOnceTheDatabaseSaysSo() {
    Keks.Candidate candidate = keks.prepare(Set.of());
    assertTrue(keks.opens(candidate));
    assertEquals(first, sealing.makeKeys(TENANT).kekVersion());

    assertTrue(keks.follow(candidate.proof()));
    assertEquals(candidate.version(), sealing.makeKeys(TENANT).kekVersion());
  }

  @Test
  void keyThatTheOperatorHasPutThereIsTaken() throws Exception {
    Kek present = new FileKey(file).find().orElseThrow();
    Kek next = present.withNewKey();
    new FileKey(file).replace(present, next);

    Keks.Candidate candidate = keks.prepare(Set.of());

    assertTrue(next.versions().contains(candidate.version()));
    assertEquals(2, new FileKey(file).find().orElseThrow().versions().size());
  }

  @Test
  void keyThatWasRotatedAwayIsNotTakenAgain() {
    Keks.Candidate second = keks.prepare(Set.of());
    assertTrue(keks.opens(second));
    assertTrue(keks.follow(second.proof()));
    Keks.Candidate third = keks.prepare(Set.of(first));
    assertFalse(Set.of(first, second.version()).contains(third.version()));
  }

  @Test
  void lostFileIsRefusedAndNotMadeAnew() throws Exception {
    Files.delete(file);
    KekRefused refused = assertThrows(KekRefused.class, () -> keks.prepare(Set.of()));
    assertEquals(file + " does not exist", refused.getMessage());
    assertFalse(Files.exists(file));
  }

  @Test
  void halfWrittenFileIsRefusedAndLeftAlone() throws Exception {
    byte[] half = Arrays.copyOf(Files.readAllBytes(file), 60);
    Files.write(file, half);
    KekRefused refused = assertThrows(KekRefused.class, () -> keks.prepare(Set.of()));
    assertTrue(refused.getMessage().contains("cannot be read as a keyset"), refused.getMessage());
    assertArrayEquals(half, Files.readAllBytes(file));
  }

  @Test
  void afterAShredWhatTheOldKeyHadWrappedDoesNotOpen() throws Exception {
    WrappedKeys dumped = sealing.makeKeys(TENANT);
    Sealed sealed = sealing.openKeys(TENANT, dumped).seal(SECRET, PLACE);
    Keks.Candidate candidate = keks.prepare(Set.of());
    assertTrue(keks.opens(candidate));
    assertTrue(keks.follow(candidate.proof()));
    WrappedKeys rewrapped = sealing.rewrap(TENANT, dumped);

    keks.shred();

    assertThrows(DoesNotOpen.class, () -> sealing.openKeys(TENANT, dumped));
    assertEquals(Set.of(candidate.version()), new FileKey(file).find().orElseThrow().versions());
    assertEquals("secret", sealing.openKeys(TENANT, rewrapped).open(sealed, PLACE).reveal());
  }

  @Test
  void shreddingTwiceChangesNothing() throws Exception {
    byte[] before = Files.readAllBytes(file);
    keks.shred();
    keks.shred();
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  private Keks other(Path copy) {
    Kek kek = new FileKey(copy).find().orElseThrow();
    return new Keks(new FileKey(copy), new Sealing(new KeyCheck.Bound(kek, first)));
  }
}
