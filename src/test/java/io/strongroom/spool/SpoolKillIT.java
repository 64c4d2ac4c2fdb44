package io.strongroom.spool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of keeping: what was said to be kept is there, and whole. */
@Tag("faults")
class SpoolKillIT {
  private static final int ROUNDS = Integer.getInteger("faults.rounds", 25);
  private static final int LONGEST_LIFE_MILLIS = 400;

  @RegisterExtension final TestSpools spools = new TestSpools();
  @TempDir Path data;

  @Test
  void killedSpoolHasAllThatItSaidItKept() throws Exception {
    Random random = new Random(ROUNDS);
    int said = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path folder = data.resolve(Integer.toString(round));
      said += killed(folder, round, random.nextInt(LONGEST_LIFE_MILLIS)).size();
    }
    assertTrue(said > ROUNDS, "the kills came while outcomes were kept: " + said);
  }

  private Set<Long> killed(Path folder, int round, int lifeMillis) throws Exception {
    Set<Long> kept = new TreeSet<>();
    Set<Long> maybeForgotten = new HashSet<>();
    try (KeepingProcess process = KeepingProcess.start(folder, round);
        BufferedReader says = process.says()) {
      assertEquals("ready", says.readLine());
      TimeUnit.MILLISECONDS.sleep(lifeMillis);
      process.kill9();
      read(says, kept, maybeForgotten);
    }
    assertLeftBehind(folder, kept, maybeForgotten, "round " + round);
    return kept;
  }

  /** The last line may be cut off by the kill: nobody was told of it. */
  private static void read(BufferedReader says, Set<Long> kept, Set<Long> maybeForgotten)
      throws IOException {
    StringWriter all = new StringWriter();
    says.transferTo(all);
    String whole = all.toString().substring(0, all.toString().lastIndexOf('\n') + 1);
    whole
        .lines()
        .map(line -> line.split(" "))
        .forEach(
            words -> (words[0].equals("kept") ? kept : maybeForgotten).add(Long.valueOf(words[1])));
  }

  private void assertLeftBehind(
      Path folder, Set<Long> kept, Set<Long> maybeForgotten, String round) {
    Spool next = spools.open(folder);
    List<Kept> found = TestSpools.kept(next);
    found.forEach(
        entry -> {
          byte[] bytes = entry.sealed().bytes();
          long seed = ByteBuffer.wrap(bytes).getLong();
          assertArrayEquals(KeepingProcess.outcome(seed), bytes, round);
        });
    Set<Long> sequences = found.stream().map(Kept::sequence).collect(Collectors.toSet());
    Set<Long> missing = new TreeSet<>(kept);
    missing.removeAll(maybeForgotten);
    missing.removeAll(sequences);
    assertEquals(Set.of(), missing, round);

    sequences.removeAll(kept);
    assertTrue(sequences.size() <= KeepingProcess.AT_A_TIME, round + " unsaid: " + sequences);
    assertTrue(next.quarantined() <= KeepingProcess.AT_A_TIME, round + ": " + next.quarantined());
  }
}
