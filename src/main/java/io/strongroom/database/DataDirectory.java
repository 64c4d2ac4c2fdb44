package io.strongroom.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directory of one living service. An operating-system lock on its file {@code lock} guards it
 * from the claim until the process ends, however it ends: a free lock proves that whatever else is
 * found in the directory, such as a running PostgreSQL, has lost its service.
 */
public final class DataDirectory {
  /**
   * The claims of this process. POSIX drops a process's locks on a file when it closes <em>any</em>
   * descriptor of that file, so the channels stay open and reachable here until the end.
   */
  private static final Map<Path, FileChannel> CLAIMS = new ConcurrentHashMap<>();

  private final Path path;
  private final SecretFiles secrets;

  private DataDirectory(Path path) {
    this.path = path;
    this.secrets = new SecretFiles(path);
  }

  /**
   * Makes the directory (mode 0700) where it is missing and locks it. Claiming again in the same
   * process gives the directory again.
   *
   * @throws StartRefused when another living service holds it, or it cannot be made or locked
   */
  public static DataDirectory claim(Path directory) {
    try {
      Path path = SecretFiles.makeDirectory(directory.toAbsolutePath().normalize());
      synchronized (CLAIMS) {
        if (!CLAIMS.containsKey(path)) {
          CLAIMS.put(path, lock(path));
        }
      }
      return new DataDirectory(path);
    } catch (IOException e) {
      throw new StartRefused(
          "The data directory " + directory + " cannot be used: " + reason(e) + ".", e);
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException claimedByThisProcess) {
      // An earlier class loader of this very process (development mode) holds it.
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new StartRefused(
        "Another Strongroom service is running on the data directory "
            + path
            + "; stop it first, or give this one a directory of its own (STRONGROOM_DATA_DIR).");
  }

  /** What went wrong, in words: the messages of file system exceptions are mere paths. */
  static String reason(IOException e) {
    if (e instanceof FileSystemException f) {
      String reason = f.getReason() == null ? f.getClass().getSimpleName() : f.getReason();
      return reason + " (" + f.getFile() + ")";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** The directory itself, absolute. */
  public Path path() {
    return path;
  }

  /** The place of a file or folder of that name inside; nothing is made. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /**
   * Writes a small secret into a new file of mode 0600, whole or not at all, and returns when file
   * and folder are on the disk.
   *
   * @return false when a file of that name exists already; it is left as it is
   */
  public boolean createSecret(String name, byte[] content) throws IOException {
    return secrets.create(name, content);
  }

  /** The content of a secret file, or empty when there is none of that name. */
  public Optional<byte[]> readSecret(String name) throws IOException {
    return secrets.read(name);
  }

  /** Removes a secret file and returns when the folder is on the disk. Absent is well. */
  public void removeSecret(String name) throws IOException {
    secrets.remove(name);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
