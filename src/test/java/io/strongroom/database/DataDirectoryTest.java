package io.strongroom.database;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The claim on a data directory and the secrets in it. */
class DataDirectoryTest {
  private static final byte[] SECRET = {1, 2, 3};

  @TempDir Path temporary;
  private DataDirectory directory;

  @BeforeEach
  void claim() {
    directory = DataDirectory.claim(temporary.resolve("deep/data"));
  }

  @Test
  void anExistingSecretIsNeverOverwritten() throws Exception {
    assertTrue(directory.createSecret("key", SECRET));
    assertFalse(directory.createSecret("key", new byte[] {9}));
    assertArrayEquals(SECRET, directory.readSecret("key").orElseThrow());
  }

  @Test
  void nothingButTheSecretIsLeftBehind() throws Exception {
    assertTrue(directory.createSecret("key", SECRET));
    assertFalse(directory.createSecret("key", SECRET));
    try (Stream<Path> files = Files.list(directory.path())) {
      assertEquals(2, files.count(), "lock and key");
    }
  }

  @Test
  void onlyTheOwnerMayReadDirectoryAndSecrets() throws Exception {
    assertTrue(directory.createSecret("key", SECRET));
    assertEquals("rwx------", permissions(directory.path()));
    assertEquals("rw-------", permissions(directory.file("key")));
  }

  @Test
  void aRemovedSecretIsAbsent() throws Exception {
    directory.removeSecret("key");
    assertTrue(directory.createSecret("key", SECRET));
    directory.removeSecret("key");
    assertEquals(Optional.empty(), directory.readSecret("key"));
  }

  @Test
  void claimingAgainInThisProcessGivesTheSameDirectory() {
    Path roundabout = directory.path().resolve("../data");
    assertEquals(directory.path(), DataDirectory.claim(roundabout).path());
  }

  @Test
  void aFileInTheWayIsNamed() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "");
    StartRefused refused =
        assertThrows(StartRefused.class, () -> DataDirectory.claim(file.resolve("data")));
    assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
