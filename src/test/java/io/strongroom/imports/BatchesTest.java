package io.strongroom.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.http.TestJson;
import io.strongroom.token.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Where a batch ends, and that batches leave nothing out. */
class BatchesTest {
  private static final TenantId TENANT = new TenantId("tenant00");

  private long now;

  @Test
  void everyLineIsInOneBatchWhereverChunksEnd() {
    byte[] file = file(2_500);
    for (int chunk : new int[] {1, 7, 8_192, file.length}) {
      List<Batch> batches = all(batches(0), file, chunk);

      assertEquals(3, batches.size());
      assertEquals(
          LongStream.rangeClosed(1, 2_500).boxed().toList(),
          batches.stream().flatMap(batch -> batch.lines().stream()).toList());
      assertFollowing(batches);
      assertEquals(List.of(false, false, true), batches.stream().map(Batch::last).toList());
      assertEquals(file.length, batches.get(2).bytes());
    }
  }

  @Test
  void emptyStreamIsOneEmptyBatch() {
    List<Batch> batches = all(batches(0), new byte[0], 1);

    assertEquals(1, batches.size());
    assertTrue(batches.get(0).last());
    assertEquals(0, batches.get(0).to());
  }

  @Test
  void badLinesAreCountedAmongTheLinesOfABatch() {
    List<Batch> batches = all(batches(0), "{}\nno\n".repeat(600).getBytes(UTF_8), 8_192);

    assertEquals(List.of(1_000L, 1_200L), batches.stream().map(Batch::to).toList());
    assertEquals(1_000, batches.get(0).rejects().size());
    assertTrue(batches.get(0).accounts().isEmpty());
  }

  @Test
  void longTokensEndABatchSooner() {
    String token = "t".repeat(16_000);
    StringBuilder file = new StringBuilder();
    IntStream.range(0, 200).forEach(i -> file.append(line("user-" + i, token)));

    List<Batch> batches = all(batches(0), file.toString().getBytes(UTF_8), 8_192);

    assertEquals(4, batches.size());
    assertFollowing(batches);
  }

  @Test
  void oneUserIsNotInABatchTooOften() {
    List<Batch> batches = all(batches(0), line("alice", "m").repeat(20).getBytes(UTF_8), 64);

    assertEquals(List.of(8L, 16L, 20L), batches.stream().map(Batch::to).toList());
  }

  @Test
  void slowSendersLinesDoNotWaitForAFullBatch() {
    Batches batches = batches(0);
    assertEquals(List.of(), batches.read(line("a", "m").getBytes(UTF_8)));
    now += Batches.MAX_AGE.toNanos();

    List<Batch> ripe = batches.read(line("b", "m").getBytes(UTF_8));

    assertEquals(1, ripe.size());
    assertEquals(2, ripe.get(0).to());
  }

  @Test
  void whatIsDoneIsHashedAndNotRead() {
    byte[] file = file(3_000);
    String atOnce = all(batches(0), file, 8_192).get(0).digest();

    List<Batch> batches = all(batches(1_000), file, 8_192);

    assertEquals(1_000, batches.get(0).to());
    assertEquals(atOnce, batches.get(0).digest());
    assertTrue(batches.get(0).accounts().isEmpty());
    assertFalse(batches.get(0).last());
    assertEquals(List.of(1_000L, 2_000L, 3_000L, 3_000L), batches.stream().map(Batch::to).toList());
    assertFollowing(batches);
  }

  @Test
  void shorterFileThanWhatIsDoneShowsAtItsEnd() {
    List<Batch> batches = all(batches(100), file(99), 8_192);

    assertEquals(1, batches.size());
    assertTrue(batches.get(0).last());
    assertEquals(99, batches.get(0).to());
    assertTrue(batches.get(0).accounts().isEmpty());
  }

  private static void assertFollowing(List<Batch> batches) {
    long from = 0;
    for (Batch batch : batches) {
      assertEquals(from, batch.from());
      from = batch.to();
    }
  }

  private Batches batches(long done) {
    return new Batches(TENANT, done, new LineReader(TestJson.strict()), () -> now);
  }

  private static List<Batch> all(Batches batches, byte[] file, int chunk) {
    List<Batch> all = new ArrayList<>();
    for (int at = 0; at < file.length; at += chunk) {
      byte[] part = java.util.Arrays.copyOfRange(file, at, Math.min(file.length, at + chunk));
      all.addAll(batches.read(part));
    }
    all.addAll(batches.end());
    return all;
  }

  private static byte[] file(int lines) {
    StringBuilder file = new StringBuilder();
    IntStream.range(0, lines).forEach(i -> file.append(line("user-" + i, "master-" + i)));
    return file.toString().getBytes(UTF_8);
  }

  private static String line(String uid, String token) {
    return "{\"uid\":\"" + uid + "\",\"masterToken\":\"" + token + "\"}\n";
  }
}
