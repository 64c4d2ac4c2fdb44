package io.strongroom.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.database.ExternalPostgres;
import io.strongroom.database.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data directory and a copy of it, over one database: one of the two services ends and says why.
 */
@Tag("faults")
class CopiedDirectoryIT {
  @TempDir Path folder;
  private final ExternalPostgres postgres = ExternalPostgres.newest();
  private ServiceProcess original;

  @BeforeEach
  void start() {
    original = ServiceProcess.start(folder.resolve("original"), postgres.environment());
    copy(folder.resolve("original"), folder.resolve("copy"));
  }

  @AfterEach
  void stop() {
    original.close();
    postgres.close();
  }

  @Test
  void copyDoesNotStartWhileTheOriginalLives() {
    try (var copied = ServiceProcess.launch(folder.resolve("copy"), postgres.environment())) {
      assertEquals(1, copied.awaitExit());
      assertTrue(copied.said().contains("is a copy of one that another service"), copied.said());
      assertTrue(original.isReady());
    }
  }

  @Test
  void originalThatStoodStillGivesWayToTheCopy() {
    original.freeze();
    try (var copied = ServiceProcess.start(folder.resolve("copy"), postgres.environment())) {
      original.thaw();
      assertEquals(1, original.awaitExit());
      assertTrue(
          original.said().contains("taken over the identity of this data directory"),
          original.said());
      assertTrue(copied.isReady());
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      all.forEach(path -> copyOne(path, to.resolve(from.relativize(path).toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A link stays a link: to the programs of PostgreSQL. */
  private static void copyOne(Path from, Path to) {
    try {
      if (Files.isSymbolicLink(from)) {
        Files.createSymbolicLink(to, Files.readSymbolicLink(from));
      } else {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
