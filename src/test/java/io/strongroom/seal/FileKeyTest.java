package io.strongroom.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.database.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key-encryption key as a file. */
class FileKeyTest {
  @TempDir private Path folder;

  @Test
  void absentFileIsNoKeyYet() {
    assertEquals(Optional.empty(), key().find());
    assertFalse(Files.exists(file()));
  }

  @Test
  void keyThatIsThereIsNotMadeAgain() throws Exception {
    byte[] sealed = key().make().any().encrypt("text".getBytes(UTF_8), new byte[0]);
    byte[] before = Files.readAllBytes(file());
    assertThrows(StartRefused.class, () -> key().make());
    assertArrayEquals(before, Files.readAllBytes(file()));
    byte[] opened = key().find().orElseThrow().any().decrypt(sealed, new byte[0]);
    assertEquals("text", new String(opened, UTF_8));
  }

  @Test
  void madeFileIsTheUsersOwnAndAlone() throws IOException {
    assertTrue(key().make() != null);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "secret-looking text", "{\"primaryKeyId\":7,\"key\":[]}"})
  void whatIsNoKeysetIsRefusedWithoutQuotingIt(String content) throws IOException {
    Files.writeString(file(), content);
    StartRefused refused = assertThrows(StartRefused.class, () -> key().find());
    assertTrue(refused.getMessage().endsWith("it is not a Tink keyset"), refused.getMessage());
    assertTrue(refused.getMessage().contains(file().toString()));
    assertFalse(refused.getMessage().contains("secret-looking"));
  }

  @Test
  void fileThatIsAFolderIsRefused() throws IOException {
    Files.createDirectory(file());
    assertThrows(StartRefused.class, () -> key().find());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw----r--"})
  void keyThatOthersMayReadIsRefused(String mode) throws IOException {
    assertTrue(key().make() != null);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
    StartRefused refused = assertThrows(StartRefused.class, () -> key().find());
    assertEquals(
        "The key-encryption key " + file() + " has mode " + mode + "; it must be 0600",
        refused.getMessage());
  }

  @Test
  void readOnlyKeyIsNotReplaced() throws Exception {
    Kek made = key().make();
    byte[] before = Files.readAllBytes(file());
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("r--------"));
    KekRefused refused =
        assertThrows(KekRefused.class, () -> key().replace(made, made.withNewKey()));
    assertEquals("The key-encryption key " + file() + " is read-only", refused.getMessage());
    assertArrayEquals(before, Files.readAllBytes(file()));
  }

  @Test
  void keyThatAnotherHasChangedIsNotReplaced() throws Exception {
    Kek made = key().make();
    key().replace(made, made.withNewKey());
    byte[] before = Files.readAllBytes(file());
    KekRefused refused =
        assertThrows(KekRefused.class, () -> key().replace(made, made.withNewKey()));
    assertTrue(refused.getMessage().endsWith("was changed meanwhile"), refused.getMessage());
    assertArrayEquals(before, Files.readAllBytes(file()));
  }

  @Test
  void replacedKeyIsTheUsersOwnAndAloneAndItsFormerContentIsOverwritten() throws Exception {
    Kek made = key().make();
    Path link = Files.createLink(folder.resolve("link"), file());
    Path abandoned = Files.write(folder.resolve(".kek.json.half-written"), made.text());
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofHours(1))));

    key().replace(made, made.withNewKey());

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    assertEquals(2, key().find().orElseThrow().versions().size());
    for (byte one : Files.readAllBytes(link)) {
      assertEquals(0, one);
    }
    Files.delete(link);
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void keyThatNothingUsesCanBeTakenBack() {
    assertTrue(key().make() != null);
    key().discard();
    assertFalse(Files.exists(file()));
    key().discard();
  }

  private Path file() {
    return folder.resolve("kek.json");
  }

  private FileKey key() {
    return new FileKey(file());
  }
}
