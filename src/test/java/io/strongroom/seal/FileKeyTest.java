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
import java.nio.file.attribute.PosixFilePermissions;
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
    byte[] sealed = key().make().encrypt("text".getBytes(UTF_8), new byte[0]);
    byte[] before = Files.readAllBytes(file());
    assertThrows(StartRefused.class, () -> key().make());
    assertArrayEquals(before, Files.readAllBytes(file()));
    byte[] opened = key().find().orElseThrow().decrypt(sealed, new byte[0]);
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
