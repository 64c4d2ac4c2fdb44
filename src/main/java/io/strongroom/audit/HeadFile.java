package io.strongroom.audit;

import io.strongroom.database.SecretFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The file of heads: one line each, oldest first, mode 0600. When it is full it becomes the former
 * file, in the place of the one before, and the new one begins with each tenant's newest head: so
 * the newest is never lost.
 *
 * <p>Used by one thread.
 */
class HeadFile {
  /** Of each of the two files: some sixty thousand heads. */
  static final long FULL_BYTES = 16L << 20;

  /** Tenants whose newest heads a new file begins with: half of it at most. */
  private static final int MOST_CARRIED = 30_000;

  private final Path file;
  private final Path former;
  private final long fullBytes;

  HeadFile(Path file, long fullBytes) {
    this.file = file;
    this.former = file.resolveSibling(file.getFileName() + ".1");
    this.fullBytes = fullBytes;
  }

  /** Writes heads behind the others and returns when they are on the disk. */
  void append(List<Head> heads) throws IOException {
    if (Files.isRegularFile(file) && Files.size(file) >= fullBytes) {
      turnOver();
    }
    StringBuilder lines = new StringBuilder();
    heads.forEach(head -> lines.append(head.line()).append('\n'));
    try (FileChannel channel = open()) {
      write(channel, lines.toString());
      channel.force(true);
    }
  }

  /** Every line of both files, older first; empty heads are lines that are none. */
  void read(Consumer<String> each) throws IOException {
    read(former, each);
    read(file, each);
  }

  private static void read(Path path, Consumer<String> each) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        each.accept(line);
      }
    } catch (NoSuchFileException none) {
      // Nothing was sealed here yet.
    }
  }

  /** A line that a crash has cut off must not take the next one with it. */
  private FileChannel open() throws IOException {
    FileChannel channel =
        Files.exists(file)
            ? FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)
            : SecretFiles.make(file);
    long size = channel.size();
    channel.position(size);
    ByteBuffer last = ByteBuffer.allocate(1);
    if (size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n') {
      write(channel, "\n");
    }
    return channel;
  }

  /** Overridden by the disks of tests. */
  void write(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private void turnOver() throws IOException {
    Map<String, String> newest = new LinkedHashMap<>();
    read(
        file,
        line ->
            Head.ofLine(line)
                .ifPresent(
                    head -> {
                      newest.remove(head.tenant());
                      newest.put(head.tenant(), line);
                    }));
    List<String> carried = new ArrayList<>(newest.values());
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    try (FileChannel channel = SecretFiles.make(draft)) {
      int left = Math.max(0, carried.size() - MOST_CARRIED);
      write(channel, String.join("\n", carried.subList(left, carried.size())) + "\n");
      channel.force(true);
    }
    Files.move(file, former, StandardCopyOption.REPLACE_EXISTING);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    SecretFiles.force(Objects.requireNonNull(file.toAbsolutePath().getParent()));
  }
}
