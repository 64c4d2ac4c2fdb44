package io.strongroom.spool;

import io.strongroom.database.SecretFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The files: {@code <number>.place} for a place, and {@code quarantine/<number>.place} with {@code
 * <number>.why} beside it. A place that is being made has another name until it is whole.
 */
final class SpoolFolder {
  private static final Logger LOG = Logger.getLogger(SpoolFolder.class);
  private static final String QUARANTINE = "quarantine";
  private static final String DRAFT = ".draft";
  private static final Pattern PLACE = Pattern.compile("(\\d{1,18})\\.place");

  private final Path folder;
  private final Path quarantine;
  private final Disk disk;

  /** Beyond every number here and in the quarantine, so that nothing is ever moved onto another. */
  private final AtomicLong lastNumber;

  private SpoolFolder(Path folder, Disk disk) throws IOException {
    this.folder = SecretFiles.makeDirectory(folder);
    this.quarantine = SecretFiles.makeDirectory(folder.resolve(QUARANTINE));
    this.disk = disk;
    disk.forceFolder(Objects.requireNonNull(this.folder.getParent()));
    disk.forceFolder(this.folder);
    this.lastNumber =
        new AtomicLong(
            Stream.concat(numbers(this.folder).stream(), numbers(quarantine).stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(0));
  }

  /** Makes folder and quarantine where they are missing, and removes what was half made. */
  static SpoolFolder open(Path folder, Disk disk) throws IOException {
    SpoolFolder opened = new SpoolFolder(folder, disk);
    opened.removeDrafts();
    return opened;
  }

  /** No entry is ever written to a draft. */
  private void removeDrafts() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(DRAFT)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  List<Place> places() throws IOException {
    return numbers(folder).stream().sorted().map(Place::new).toList();
  }

  int quarantined() throws IOException {
    return numbers(quarantine).size();
  }

  /** The whole entries among them; what is torn nobody can open, whatever key there is. */
  List<Entry> quarantinedEntries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Long number : numbers(quarantine)) {
      Path file = quarantine.resolve(path(new Place(number)).getFileName());
      if (EntryFormat.decode(Files.readAllBytes(file)) instanceof Entry entry) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static List<Long> numbers(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(SpoolFolder::number).flatMap(Optional::stream).toList();
    }
  }

  private static Optional<Long> number(Path file) {
    Matcher name = PLACE.matcher(file.getFileName().toString());
    return name.matches() ? Optional.of(Long.valueOf(name.group(1))) : Optional.empty();
  }

  PlaceFile open(Place place) throws IOException {
    FileChannel channel =
        FileChannel.open(path(place), StandardOpenOption.READ, StandardOpenOption.WRITE);
    return opened(place, channel);
  }

  /**
   * Makes a free place of the common size, every byte of it written; returns when it is durable.
   */
  PlaceFile makePlace(long sequence) throws IOException {
    byte[] content = Arrays.copyOf(EntryFormat.free(sequence), EntryFormat.PLACE_BYTES);
    Place place = nextPlace();
    Path draft = folder.resolve(place.number() + DRAFT);
    FileChannel channel = SecretFiles.make(draft);
    try {
      disk.write(channel, ByteBuffer.wrap(content), 0);
      disk.force(channel);
      Files.move(draft, path(place));
      disk.forceFolder(folder);
      return opened(place, channel);
    } catch (IOException | RuntimeException e) {
      discard(channel, draft, path(place), e);
      throw e;
    }
  }

  /** Makes a place around an entry that has none; returns when it is durable. */
  PlaceFile makePlaceFor(byte[] entry) throws IOException {
    byte[] content = Arrays.copyOf(entry, Math.max(entry.length, EntryFormat.PLACE_BYTES));
    Place place = nextPlace();
    FileChannel channel = SecretFiles.make(path(place));
    try {
      disk.write(channel, ByteBuffer.wrap(content), 0);
      disk.force(channel);
      disk.forceFolder(folder);
      return opened(place, channel);
    } catch (IOException | RuntimeException e) {
      discard(channel, path(place), path(place), e);
      throw e;
    }
  }

  private static void discard(FileChannel channel, Path draft, Path made, Exception reason) {
    try {
      channel.close();
      Files.deleteIfExists(draft);
      Files.deleteIfExists(made);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private PlaceFile opened(Place place, FileChannel channel) throws IOException {
    try {
      return new PlaceFile(place, channel, disk);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  void delete(Place place) throws IOException {
    Files.deleteIfExists(path(place));
  }

  /** Moves a place to the quarantine; returns when that is durable. */
  void quarantine(Place place, String why) throws IOException {
    Files.move(path(place), quarantine.resolve(path(place).getFileName()));
    disk.forceFolder(quarantine);
    disk.forceFolder(folder);
    try {
      writeReason(quarantine.resolve(place.number() + ".why"), why);
    } catch (IOException e) {
      LOG.warnf(
          e,
          "The reason of place %d in the spool's quarantine cannot be written: %s",
          place.number(),
          why);
    }
  }

  /**
   * One that is there is of an earlier stay: the operator put the place back and left the reason.
   */
  private void writeReason(Path file, String why) throws IOException {
    Files.deleteIfExists(file);
    try (FileChannel reason = SecretFiles.make(file)) {
      disk.write(reason, ByteBuffer.wrap((why + "\n").getBytes(StandardCharsets.UTF_8)), 0);
    }
  }

  private Place nextPlace() {
    return new Place(lastNumber.incrementAndGet());
  }

  private Path path(Place place) {
    return folder.resolve(place.number() + ".place");
  }
}
