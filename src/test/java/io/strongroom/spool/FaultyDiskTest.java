package io.strongroom.spool;

import static io.strongroom.spool.TestSpools.OUTCOME;
import static io.strongroom.spool.TestSpools.account;
import static io.strongroom.spool.TestSpools.keep;
import static io.strongroom.spool.TestSpools.kept;
import static io.strongroom.spool.TestSpools.now;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full, fails or hangs costs reservations, and no outcome that it can still take.
 */
class FaultyDiskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  @RegisterExtension final TestSpools spools = new TestSpools();
  @TempDir Path folder;

  private final FaultyDisk disk = new FaultyDisk();
  private Spool spool;

  @BeforeEach
  void open() {
    spool = spools.open(folder, disk, new SpoolLimits(20, PATIENCE, Duration.ofMinutes(1)));
    disk.asked.clear();
  }

  @Test
  void placeIsOnTheDiskWithItsNameBeforeItIsReserved() {
    now(spool.reserve());
    assertEquals(List.of("write", "force", "force folder " + folder.getFileName()), disk.asked);
  }

  @Test
  void outcomeIsForcedBeforeItIsKept() {
    Place place = now(spool.reserve());
    disk.asked.clear();
    now(spool.keep(place, account("alice"), OUTCOME));
    assertEquals(List.of("write", "force"), disk.asked);
  }

  @Test
  void outcomeOfItsOwnFileIsForcedWithItsName() {
    Place place = now(spool.reserve());
    disk.asked.clear();
    now(spool.keep(place, account("alice"), new byte[EntryFormat.PLACE_BYTES]));
    assertEquals(List.of("write", "force", "force folder " + folder.getFileName()), disk.asked);
  }

  @Test
  void quarantineIsForcedInBothFolders() {
    Kept entry = keep(spool, "alice");
    disk.asked.clear();
    now(spool.quarantine(entry, "unknown"));
    assertEquals(
        List.of("force folder quarantine", "force folder " + folder.getFileName(), "write"),
        disk.asked);
  }

  @Test
  void reservationOfAPlaceThatIsThereAsksNothingOfTheDisk() {
    spool.release(now(spool.reserve()));
    disk.asked.clear();
    spool.release(now(spool.reserve()));
    assertEquals(List.of(), disk.asked);
  }

  @Test
  void fullDiskRefusesReservationsAndLeavesNothingBehind() throws Exception {
    disk.room = EntryFormat.PLACE_BYTES - 1;
    for (int i = 0; i < 10; i++) {
      assertUnavailable(spool.reserve());
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of("quarantine"), files.map(f -> f.getFileName().toString()).toList());
    }
    disk.room = Long.MAX_VALUE;
    spool.release(now(spool.reserve()));
    assertEquals(1, spool.freePlaces());
  }

  @Test
  void fullDiskTakesTheOutcomesWhosePlacesAreReserved() {
    Place place = now(spool.reserve());
    disk.room = 1_000;
    Kept entry = now(spool.keep(place, account("alice"), OUTCOME));
    assertEquals(List.of(entry), kept(spools.open(folder)));
  }

  @Test
  void outcomeWhosePlaceFailsGoesToAnotherFile() {
    Place place = now(spool.reserve());
    disk.failingForces = 1;
    Kept entry = now(spool.keep(place, account("alice"), OUTCOME));

    assertNotEquals(place, entry.place());
    assertTrue(Files.notExists(folder.resolve(place.number() + ".place")));
    assertEquals(List.of(entry), kept(spools.open(folder)));
  }

  @Test
  void outcomeThatTheDiskRefusedMayBeKeptByTheSameCallAgain() {
    Place place = now(spool.reserve());
    disk.failingForces = 2;
    Uni<Kept> keeping = spool.keep(place, account("alice"), OUTCOME);
    assertUnavailable(keeping);
    assertEquals(0, spool.spooled());

    Kept entry = now(keeping);
    assertEquals(List.of(entry), kept(spool));
    assertTrue(kept(spools.open(folder)).contains(entry));
  }

  @Test
  void hangingDiskRefusesReservationsInTime() {
    disk.placesHang = new CountDownLatch(1);
    long begin = System.nanoTime();
    assertUnavailable(spool.reserve());
    Duration waited = Duration.ofNanos(System.nanoTime() - begin);
    letGo();

    assertTrue(waited.compareTo(PATIENCE.multipliedBy(5)) < 0, waited.toString());
  }

  @Test
  void placeThatComesTooLateIsForTheNextOne() {
    disk.placesHang = new CountDownLatch(1);
    assertUnavailable(spool.reserve());
    letGo();
    assertEquals(0, spool.reservedPlaces());
  }

  @Test
  void placeThatNobodyWaitsForAnyMoreIsForTheNextOne() {
    disk.placesHang = new CountDownLatch(1);
    var waiting = spool.reserve().subscribe().with(place -> {}, failure -> {});
    await().atMost(PATIENCE).until(() -> disk.asked.contains("write"));
    waiting.cancel();
    letGo();
    assertEquals(0, spool.reservedPlaces());
  }

  /** The one place that was being made is there, and nobody has it. */
  private void letGo() {
    disk.placesHang.countDown();
    await().atMost(Duration.ofSeconds(10)).until(() -> spool.freePlaces() == 1);
  }

  @Test
  void noOutcomeWaitsForPlacesThatAreBeingMade() {
    Spool patient = spools.open(folder, disk);
    Place place = now(patient.reserve());
    disk.placesHang = new CountDownLatch(1);
    List<CompletableFuture<Place>> moreThanThereAreThreads =
        Stream.generate(() -> patient.reserve().subscribeAsCompletionStage()).limit(16).toList();
    Kept entry = now(patient.keep(place, account("alice"), OUTCOME));
    disk.placesHang.countDown();

    assertEquals(List.of(entry), kept(patient));
    moreThanThereAreThreads.forEach(CompletableFuture::join);
  }

  @Test
  void eventLoopThatAsksGoesOnItself() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Context loop = vertx.getOrCreateContext();
      CompletableFuture<Context> resumed = new CompletableFuture<>();
      loop.runOnContext(
          now ->
              spool
                  .reserve()
                  .chain(place -> spool.keep(place, account("alice"), OUTCOME))
                  .subscribe()
                  .with(
                      entry -> resumed.complete(Vertx.currentContext()),
                      resumed::completeExceptionally));
      assertEquals(loop, resumed.get(10, TimeUnit.SECONDS));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  private static void assertUnavailable(Uni<?> work) {
    FaultException refused = assertThrows(FaultException.class, () -> now(work));
    assertEquals(FaultCode.VAULT_UNAVAILABLE, refused.fault().code());
  }
}
