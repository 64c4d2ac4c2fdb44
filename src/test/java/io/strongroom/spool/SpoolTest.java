package io.strongroom.spool;

import static io.strongroom.spool.TestSpools.OUTCOME;
import static io.strongroom.spool.TestSpools.account;
import static io.strongroom.spool.TestSpools.keep;
import static io.strongroom.spool.TestSpools.kept;
import static io.strongroom.spool.TestSpools.now;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.strongroom.service.Crowd;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is kept is there until it is forgotten, over crashes and in order. */
class SpoolTest {
  @RegisterExtension final TestSpools spools = new TestSpools();
  @TempDir Path data;

  @Test
  void reservedPlaceHoldsNothing() {
    now(spool().reserve());
    assertEquals(List.of(), kept(nextLife()));
  }

  @Test
  void keptOutcomeSurvivesACrash() {
    Kept written = keep(spool(), "alice");
    Kept found = kept(nextLife()).get(0);

    assertEquals(written, found);
    assertEquals(account("alice"), found.account());
    assertEquals(TestSpools.NOW, found.at());
    assertArrayEquals(OUTCOME, found.sealed().bytes());
  }

  @Test
  void forgottenOutcomeIsGoneInTheNextLifeToo() {
    Spool spool = spool();
    now(spool.forget(keep(spool, "alice")));

    assertEquals(0, spool.spooled());
    assertEquals(List.of(), kept(spool));
    assertEquals(List.of(), kept(nextLife()));
  }

  @Test
  void outcomesComeOldestFirstOverSeveralLives() {
    Spool first = spool();
    Kept one = keep(first, "alice");
    Kept two = keep(first, "bob");
    now(first.forget(one));
    // Takes the place, and so the name, of the one that was forgotten.
    Kept three = keep(first, "alice");
    Spool second = nextLife();
    Kept four = keep(second, "alice");

    assertEquals(List.of(two, three, four), kept(second));
    assertEquals(kept(second), kept(nextLife()));
  }

  @Test
  void sequenceGoesOnWhenNothingIsKept() {
    Spool first = spool();
    Kept last = keep(first, "alice");
    now(first.forget(last));

    assertTrue(keep(nextLife(), "alice").sequence() > last.sequence());
  }

  @Test
  void placeThatHoldsAnEntryIsNotHandedOut() {
    Kept entry = keep(spool(), "alice");
    Spool next = nextLife();

    assertEquals(0, next.freePlaces());
    assertNotEquals(entry.place(), now(next.reserve()));
  }

  @Test
  void forgottenEntrysPlaceIsUsedAgain() {
    Spool spool = spool();
    Kept entry = keep(spool, "alice");
    now(spool.forget(entry));

    assertEquals(entry.place(), now(spool.reserve()));
  }

  @Test
  void forgettingTwiceFreesThePlaceOnce() {
    Spool spool = spool();
    Kept entry = keep(spool, "alice");
    now(spool.forget(entry));
    now(spool.forget(entry));

    assertNotEquals(now(spool.reserve()), now(spool.reserve()));
  }

  @Test
  void releasingTwiceFreesThePlaceOnce() {
    Spool spool = spool();
    Place place = now(spool.reserve());
    spool.release(place);
    spool.release(place);

    assertNotEquals(now(spool.reserve()), now(spool.reserve()));
  }

  @Test
  void releasingAPlaceThatWasWrittenToChangesNothing() {
    Spool spool = spool();
    Kept entry = keep(spool, "alice");
    spool.release(entry.place());

    assertEquals(0, spool.freePlaces());
    assertEquals(List.of(entry), kept(nextLife()));
  }

  @Test
  void noPlaceIsHandedOutTwiceAtATime() {
    Spool spool = spool();
    Set<Place> distinct = new HashSet<>();
    for (int round = 0; round < 3; round++) {
      List<Place> places = Crowd.of(64).each(() -> now(spool.reserve()));
      distinct.addAll(places);
      assertEquals(64, Set.copyOf(places).size());
      assertEquals(64, spool.reservedPlaces());
      places.forEach(spool::release);
    }
    assertEquals(64, distinct.size(), "released places are used before new ones are made");
  }

  @Test
  void reservationBeyondTheBoundIsRefusedUntilOneIsReleased() {
    Spool spool = spools.open(data, new Disk(), bound(2));
    Place first = now(spool.reserve());
    Kept entry = keep(spool, "alice");
    assertUnavailable(spool.reserve());

    spool.release(first);
    assertEquals(first, now(spool.reserve()));
    now(spool.forget(entry));
    assertEquals(entry.place(), now(spool.reserve()));
  }

  @Test
  void outcomesOfFormerLivesCountAgainstTheBound() {
    keep(spool(), "alice");
    assertUnavailable(spools.open(data, new Disk(), bound(1)).reserve());
  }

  @Test
  void outcomeLargerThanAPlaceIsKeptAllTheSame() {
    byte[] large = new byte[EntryFormat.PLACE_BYTES * 2];
    new Random(1).nextBytes(large);
    Spool spool = spool();
    Kept entry = keep(spool, "alice", large);
    assertEquals(1, spool.freePlaces(), "the place that was too small");

    Spool next = nextLife();
    assertEquals(List.of(entry), kept(next));
    assertArrayEquals(large, kept(next).get(0).sealed().bytes());
    now(next.forget(entry));
    assertTrue(Files.notExists(data.resolve(entry.place().number() + ".place")));
  }

  @Test
  void outcomeWithoutAPlaceIsKeptAllTheSame() {
    Spool spool = spool();
    Place place = now(spool.reserve());
    spool.release(place);
    Kept entry = now(spool.keep(place, account("alice"), OUTCOME));

    assertNotEquals(place, entry.place());
    assertEquals(List.of(entry), kept(nextLife()));
  }

  @Test
  void quarantinedOutcomeIsNotReplayedAndSaysWhy() throws Exception {
    Spool spool = spool();
    Kept entry = keep(spool, "alice");
    now(spool.quarantine(entry, "the account's history does not know the replaced version"));
    Spool next = nextLife();

    for (Spool life : List.of(spool, next)) {
      assertEquals(List.of(), kept(life));
      assertEquals(0, life.spooled());
      assertEquals(1, life.quarantined());
    }
    assertEquals(
        List.of(
            "the account's history does not know the replaced version",
            "outcome 1 of tenant tenant01, environment production, uid alice,"
                + " kept at 2024-01-09T14:00:00Z"),
        Files.readAllLines(data.resolve("quarantine/1.why")));
  }

  @Test
  void quarantinedOutcomeThatIsPutBackIsKeptAgain() throws Exception {
    Spool spool = spool();
    Kept entry = keep(spool, "alice");
    now(spool.quarantine(entry, "first"));
    keep(spool, "bob");
    Files.move(data.resolve("quarantine/1.place"), data.resolve("1.place"));
    Spool next = nextLife();

    assertEquals(entry, kept(next).get(0));
    assertEquals(0, next.quarantined());
    now(next.quarantine(entry, "second"));
    assertEquals("second", Files.readAllLines(data.resolve("quarantine/1.why")).get(0));
  }

  @Test
  void emptiedQuarantineIsNoticed() throws Exception {
    Spool spool = spool();
    now(spool.quarantine(keep(spool, "alice"), "unknown"));
    Files.delete(data.resolve("quarantine/1.place"));

    await().atMost(Duration.ofSeconds(10)).until(() -> spool.quarantined() == 0);
  }

  @Test
  void onlyTheOwnerMayReadWhatIsKept() throws Exception {
    Path folder = data.resolve("spool");
    Spool spool = spools.open(folder);
    keep(spool, "alice");
    keep(spool, "alice", new byte[EntryFormat.PLACE_BYTES]);
    now(spool.quarantine(keep(spool, "alice"), "unknown"));

    List<String> modes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        assertEquals(Files.isDirectory(file) ? "rwx------" : "rw-------", mode, file.toString());
        modes.add(mode);
      }
    }
    assertEquals(6, modes.size(), "two folders, three places, a reason");
  }

  @Test
  void whatIsKeptDoesNotPrint() {
    Kept entry = keep(spool(), "alice");
    assertFalse(entry.toString().contains("provider"));
    assertTrue(entry.toString().contains("[" + OUTCOME.length + " sealed bytes]"));
  }

  private Spool spool() {
    return spools.open(data);
  }

  private Spool nextLife() {
    return spools.open(data);
  }

  private static SpoolLimits bound(int places) {
    return new SpoolLimits(places, TestSpools.LIMITS.reservedWithin(), TestSpools.LIMITS.recount());
  }

  private static void assertUnavailable(Uni<?> work) {
    FaultException refused = assertThrows(FaultException.class, () -> now(work));
    assertEquals(FaultCode.VAULT_UNAVAILABLE, refused.fault().code());
  }
}
