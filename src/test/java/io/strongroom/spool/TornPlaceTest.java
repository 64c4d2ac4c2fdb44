package io.strongroom.spool;

import static io.strongroom.spool.TestSpools.keep;
import static io.strongroom.spool.TestSpools.kept;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A start over places that a crash or a bad disk has left: what is not whole is set aside. */
class TornPlaceTest {
  @RegisterExtension final TestSpools spools = new TestSpools();
  @TempDir Path folder;

  private Kept whole;
  private byte[] place;
  private int entryBytes;

  @BeforeEach
  void keepOne() throws Exception {
    whole = keep(spools.open(folder), "alice");
    place = Files.readAllBytes(file(whole.place().number()));
    entryBytes =
        EntryFormat.encode(new Entry(whole.sequence(), whole.account(), whole.at(), whole.sealed()))
            .length;
  }

  @Test
  void placeCutAtAnyByteIsQuarantined() throws Exception {
    plantOneForEachByte(Arrays::copyOf);
    assertOnlyTheWholeOneIsKept();
  }

  @Test
  void placeZeroedFromAnyByteOnIsQuarantined() throws Exception {
    // A last byte that is a zero itself would make the entry whole again.
    assertTrue(place[entryBytes - 1] != 0);
    plantOneForEachByte(
        (content, from) -> Arrays.copyOf(Arrays.copyOf(content, from), content.length));
    assertOnlyTheWholeOneIsKept();
  }

  @Test
  void placeWithAnyByteChangedIsQuarantined() throws Exception {
    plantOneForEachByte(
        (content, at) -> {
          byte[] changed = content.clone();
          changed[at]++;
          return changed;
        });
    assertOnlyTheWholeOneIsKept();
  }

  @Test
  void quarantinedPlaceIsLeftAsItWasFound() throws Exception {
    byte[] torn = Arrays.copyOf(place, entryBytes - 1);
    Files.write(file(77), torn);
    Spool unused = spools.open(folder);

    assertArrayEquals(torn, Files.readAllBytes(folder.resolve("quarantine/77.place")));
    assertEquals(List.of("it is cut off"), Files.readAllLines(folder.resolve("quarantine/77.why")));
  }

  @Test
  void folderInThePlaceOfAFileDoesNotStopTheStart() throws Exception {
    Files.createDirectory(file(77));
    Spool next = spools.open(folder);

    assertEquals(1, next.quarantined());
    assertEquals(List.of(whole), kept(next));
  }

  @Test
  void placeThatWasHalfMadeIsRemoved() throws Exception {
    Path draft = Files.write(folder.resolve("77.draft"), new byte[] {1, 2, 3});
    Spool next = spools.open(folder);

    assertTrue(Files.notExists(draft));
    assertEquals(0, next.quarantined());
  }

  private void plantOneForEachByte(BiFunction<byte[], Integer, byte[]> damage) throws Exception {
    for (int at = 0; at < entryBytes; at++) {
      Files.write(file(1_000 + at), damage.apply(place, at));
    }
  }

  private void assertOnlyTheWholeOneIsKept() {
    Spool next = spools.open(folder);
    assertEquals(List.of(whole), kept(next));
    assertEquals(entryBytes, next.quarantined());
  }

  private Path file(long number) {
    return folder.resolve(number + ".place");
  }
}
