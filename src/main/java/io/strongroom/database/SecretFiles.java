package io.strongroom.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Small files of one folder that only the service's own user may read, and that survive a crash.
 */
public final class SecretFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path folder;

  public SecretFiles(Path folder) {
    this.folder = folder;
  }

  /** Makes a folder of mode 0700, with its parents; one that is there keeps its mode. */
  public static Path makeDirectory(Path path) throws IOException {
    return Files.createDirectories(path, mode("rwx------")).toRealPath();
  }

  /**
   * Writes a new file of mode 0600, whole or not at all, and returns when file and folder are on
   * the disk.
   *
   * @return false when a file of that name exists already; it is left as it is
   */
  public boolean create(String name, byte[] content) throws IOException {
    Path target = folder.resolve(name);
    Path draft = folder.resolve("." + name + "." + UUID.randomUUID());
    try {
      write(draft, content);
      publish(draft, target, content);
    } catch (FileAlreadyExistsException taken) {
      return false;
    } finally {
      Files.deleteIfExists(draft);
    }
    force(folder);
    return true;
  }

  /** The content, or empty when there is none of that name. */
  public Optional<byte[]> read(String name) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(name)));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /** Removes a file and returns when the folder is on the disk. Absent is well. */
  public void remove(String name) throws IOException {
    if (Files.deleteIfExists(folder.resolve(name))) {
      force(folder);
    }
  }

  /** A hard link is exclusive and atomic at once: no reader ever sees half a secret. */
  private static void publish(Path draft, Path target, byte[] content) throws IOException {
    try {
      Files.createLink(target, draft);
    } catch (FileAlreadyExistsException taken) {
      throw taken;
    } catch (UnsupportedOperationException | IOException noLinksHere) {
      write(target, content);
    }
  }

  /** Makes a file of mode 0600 that was not there, open for reading and writing. */
  public static FileChannel make(Path file) throws IOException {
    var options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return FileChannel.open(file, options, mode("rw-------"));
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel = make(file)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Puts a folder's entries on the disk. Windows cannot open a folder, nor needs to. */
  public static void force(Path folder) throws IOException {
    if (POSIX) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static FileAttribute<?>[] mode(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
