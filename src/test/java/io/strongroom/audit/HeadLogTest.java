package io.strongroom.audit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.seal.ServiceSigner;
import io.strongroom.seal.TestSigner;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, slow or broken delays the file of heads and nobody. */
class HeadLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ServiceSigner SIGNER = TestSigner.random();

  @TempDir Path folder;
  private Path file;
  private FaultyFile disk;
  private HeadLog log;

  @BeforeEach
  void open() {
    file = folder.resolve(HeadLog.FILE);
    disk = new FaultyFile(file, HeadFile.FULL_BYTES);
    log = new HeadLog(disk);
  }

  @AfterEach
  void close() {
    disk.hang.countDown();
    log.stop(null);
  }

  @Test
  void fullDiskIsTriedAgainAndNothingIsLost() {
    disk.full = true;
    log.add(head("acme0000", 1));
    log.add(head("acme0000", 2));
    await().atMost(PATIENCE).until(log::isFailing);
    assertEquals(2, log.waiting());

    disk.full = false;

    await().atMost(PATIENCE).until(() -> log.waiting() == 0);
    assertFalse(log.isFailing());
    assertEquals(List.of(1L, 2L), places("acme0000"));
    assertEquals(0, log.lost());
  }

  @Test
  void diskThatHangsKeepsNobodyWaitingAndOnlySoMuch() {
    disk.hang = new CountDownLatch(1);
    long start = System.nanoTime();

    for (int i = 1; i <= HeadLog.MOST_WAITING + 50; i++) {
      log.add(new Head("acme0000", new Link(i, Link.START.hash()), i, new byte[64]));
    }

    assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
    assertEquals(HeadLog.MOST_WAITING, log.waiting());
    assertEquals(50, log.lost());
    disk.hang.countDown();
    await().atMost(PATIENCE).until(() -> log.waiting() == 0);
    List<Long> places = places("acme0000");
    assertEquals(HeadLog.MOST_WAITING + 50L, places.get(places.size() - 1));
  }

  @Test
  void lineThatACrashHasCutOffTakesNoOtherWithIt() throws IOException {
    log.add(head("acme0000", 1));
    await().atMost(PATIENCE).until(() -> log.waiting() == 0);
    Files.writeString(file, "acme0000 2:abc", StandardOpenOption.APPEND);

    log.add(head("acme0000", 3));

    await().atMost(PATIENCE).until(() -> log.waiting() == 0);
    assertEquals(List.of(1L, 3L), places("acme0000"));
    assertEquals(1, kept("acme0000").damagedLines());
  }

  @Test
  void fileIsItsOwnersAlone() throws IOException {
    log.add(head("acme0000", 1));
    await().atMost(PATIENCE).until(() -> log.waiting() == 0);

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void fullFileIsTurnedOverAndKeepsTheNewestHeadOfEachTenant() throws IOException {
    HeadFile small = new HeadFile(file, 2_000);
    small.append(List.of(head("quiet000", 7)));
    for (int i = 1; i <= 60; i++) {
      small.append(List.of(head("busy0000", i)));
    }

    List<String> lines = new ArrayList<>();
    small.read(lines::add);
    long bytes = Files.size(file) + Files.size(folder.resolve(HeadLog.FILE + ".1"));
    assertTrue(bytes < 6_000, "bytes: " + bytes);
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("quiet000 7:")));
    assertTrue(lines.get(lines.size() - 1).startsWith("busy0000 60:"));
    assertEquals(0, lines.stream().filter(line -> Head.ofLine(line).isEmpty()).count());
  }

  private List<Long> places(String tenant) {
    return List.copyOf(kept(tenant).bySeq().keySet());
  }

  private KeptHeads kept(String tenant) {
    return log.of(tenant).await().atMost(PATIENCE);
  }

  private static Head head(String tenant, long seq) {
    return Head.signed(SIGNER, tenant, new Link(seq, Link.START.hash()), 1_000_000L * seq);
  }

  /** A real file on a disk that can be told to be full or to hang. */
  private static final class FaultyFile extends HeadFile {
    private volatile boolean full;
    private volatile CountDownLatch hang = new CountDownLatch(0);

    FaultyFile(Path file, long fullBytes) {
      super(file, fullBytes);
    }

    @Override
    void write(FileChannel channel, String text) throws IOException {
      try {
        hang.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (full) {
        super.write(channel, text.substring(0, text.length() / 2));
        throw new IOException("No space left on device");
      }
      super.write(channel, text);
    }
  }
}
