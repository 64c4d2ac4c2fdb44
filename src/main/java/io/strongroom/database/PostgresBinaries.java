package io.strongroom.database;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked from the class path into a folder of the data directory. */
final class PostgresBinaries {
  private PostgresBinaries() {}

  /**
   * Gives the folder that holds {@code bin}, {@code lib} and {@code share}. It is named after the
   * archive's digest and renamed into place when complete: an interrupted unpacking leaves nothing
   * that a later start would take for whole, and a new version never mixes with an old one.
   */
  static Path unpackInto(Path folder) {
    try {
      byte[] archive = archive();
      Path home = folder.resolve("postgres-" + digest(archive));
      if (!Files.isDirectory(home)) {
        PostgresCluster.delete(folder);
        Path draft = SecretFiles.makeDirectory(folder.resolve("unpacking"));
        unpack(archive, draft);
        Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
      }
      return home;
    } catch (IOException e) {
      throw new StartRefused(
          "The programs of PostgreSQL cannot be unpacked into "
              + folder
              + ": "
              + DataDirectory.reason(e)
              + ".",
          e);
    }
  }

  private static byte[] archive() throws IOException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String family =
        system.contains("win") && !system.contains("darwin")
            ? "Windows"
            : system.contains("mac") ? "Darwin" : "Linux";
    String machine = System.getProperty("os.arch").replace("amd64", "x86_64");
    try (InputStream found = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(family, machine)) {
      return found.readAllBytes();
    } catch (IllegalStateException missing) {
      throw new StartRefused(
          "There is no PostgreSQL for "
              + family
              + " on "
              + machine
              + " in this build; set STRONGROOM_DATABASE_URL.",
          missing);
    }
  }

  private static void unpack(byte[] archive, Path target) throws IOException {
    try (var tar =
        new TarArchiveInputStream(
            new BufferedInputStream(new XZInputStream(new ByteArrayInputStream(archive))))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        place(tar, entry, target);
      }
    }
  }

  private static void place(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path file = target.resolve(entry.getName()).normalize();
    if (!file.startsWith(target)) {
      throw new IOException("the archive points outside itself");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, file);
      if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true, true)) {
        throw new IOException("no right to make " + file + " executable");
      }
    }
  }

  private static String digest(byte[] archive) {
    try {
      byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(sha256, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
