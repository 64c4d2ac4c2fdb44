package io.strongroom.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Small files of one folder that only the service's own user may read, and that survive a crash.
 */
public final class SecretFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  /** A draft that is older was left by a crash. */
  private static final Duration ABANDONED = Duration.ofMinutes(10);

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

  /** The mode of a file that others than its owner may use; null where they may not. */
  public @Nullable String othersMode(String name) throws IOException {
    if (!POSIX) {
      return null;
    }
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(folder.resolve(name).toRealPath());
    return OWNERS.containsAll(permissions) ? null : PosixFilePermissions.toString(permissions);
  }

  /** Whether the owner has said that a file is not to be written, or the disk does not let it. */
  public boolean isReadOnly(String name) throws IOException {
    Path file = folder.resolve(name);
    return !Files.isWritable(file)
        || !Files.isWritable(folder)
        || (POSIX
            && !Files.getPosixFilePermissions(file.toRealPath())
                .contains(PosixFilePermission.OWNER_WRITE));
  }

  /**
   * Puts other content in the place of a file's, whole or not at all, and overwrites what it was,
   * with the drafts that earlier tries have left. Overwriting reaches what the file system writes
   * in place; copies that it, or the disk, has made elsewhere it cannot reach.
   *
   * @throws IOException also when the content is not the expected one
   */
  public void replace(String name, byte[] expected, byte[] content) throws IOException {
    Path target = folder.resolve(name);
    Path draft = folder.resolve("." + name + "." + UUID.randomUUID());
    try (FileChannel former =
        FileChannel.open(target, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      write(draft, content);
      if (!Arrays.equals(expected, Files.readAllBytes(target))) {
        throw new IOException("it was changed meanwhile");
      }
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      force(folder);
      overwrite(former);
    } finally {
      Files.deleteIfExists(draft);
    }
    removeDrafts(name);
  }

  /** Only what is much older than this write: another service may be writing beside us. */
  private void removeDrafts(String name) throws IOException {
    long written = Files.getLastModifiedTime(folder.resolve(name)).toMillis();
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, "." + name + ".*")) {
      for (Path draft : drafts) {
        if (written - Files.getLastModifiedTime(draft).toMillis() < ABANDONED.toMillis()) {
          continue;
        }
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
          overwrite(channel);
        }
        Files.deleteIfExists(draft);
      }
    }
  }

  private static void overwrite(FileChannel channel) throws IOException {
    ByteBuffer nothing = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    for (long at = 0; nothing.hasRemaining(); ) {
      at += channel.write(nothing, at);
    }
    channel.force(true);
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
