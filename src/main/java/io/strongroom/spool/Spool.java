package io.strongroom.spool;

import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.DataDirectory;
import io.strongroom.database.StartRefused;
import io.strongroom.token.AccountKey;
import io.strongroom.token.FaultCode;
import io.strongroom.token.TenantId;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Outcomes that the database could not take, on this machine's disk until they are written: each
 * may be the only copy of a new master token.
 *
 * <p>An exchange that rotates reserves its place before the call, so that nothing but the writing
 * itself can fail afterwards. What is given to {@link #keep} is sealed already.
 */
@Singleton
@Startup
public class Spool {
  private static final Logger LOG = Logger.getLogger(Spool.class);

  /** Enough for the disk to write many outcomes in one go. */
  private static final int WRITERS = 8;

  /** Apart from the writers: no entry ever waits behind a place that is being made. */
  private static final int MAKERS = 4;

  private static final Comparator<Kept> OLDEST_FIRST =
      Comparator.comparingLong(Kept::sequence).thenComparingLong(kept -> kept.place().number());

  private final InstantSource clock;
  private final SpoolFolder folder;
  private final Quarantine quarantine;
  private final Places places;
  private final Threads writers = new Threads("spool-writer", WRITERS);
  private final Threads makers = new Threads("spool-maker", MAKERS);

  /** The newest number that was given. */
  private final AtomicLong sequence = new AtomicLong();

  /** What is durable; whoever removes an entry owns its place. */
  private final ConcurrentSkipListMap<Kept, PlaceFile> kept =
      new ConcurrentSkipListMap<>(OLDEST_FIRST);

  /** On their way to the quarantine; an entry is here before it is among the kept no more. */
  private final Set<Kept> moving = ConcurrentHashMap.newKeySet();

  @Inject
  Spool(DataDirectory directory, InstantSource clock) {
    this(directory.file("spool"), clock, new Disk(), SpoolLimits.OF_THE_SERVICE);
  }

  /** Reads what former lives have kept; what cannot be read goes to the quarantine. */
  Spool(Path path, InstantSource clock, Disk disk, SpoolLimits limits) {
    this.clock = clock;
    try {
      folder = SpoolFolder.open(path, disk);
      quarantine = new Quarantine(folder);
      places = new Places(folder, limits, makers, sequence::get);
      folder.places().forEach(this::find);
      quarantine.count();
      makers.every(limits.recount(), this::recount);
    } catch (IOException e) {
      throw new StartRefused("The spool " + path + " cannot be opened: " + e, e);
    }
    if (spooled() + quarantined() > 0) {
      LOG.warnf("Outcomes in the spool: %d, and in its quarantine: %d", spooled(), quarantined());
    }
  }

  private void find(Place place) {
    try {
      PlaceFile file = folder.open(place);
      places.count();
      sort(file, content(file));
    } catch (IOException e) {
      quarantine.add(place, "it cannot be opened: " + e.getMessage());
    }
  }

  private static Content content(PlaceFile file) {
    try {
      return EntryFormat.decode(file.read());
    } catch (IOException e) {
      return new Content.Broken("it cannot be read: " + e.getMessage());
    }
  }

  /** A place that holds an entry is not handed out before the entry is forgotten. */
  private void sort(PlaceFile file, Content content) {
    if (content instanceof Entry entry) {
      sequence.accumulateAndGet(entry.sequence(), Math::max);
      kept.put(entry.keptAt(file.place()), file);
    } else if (content instanceof Content.Free mark) {
      sequence.accumulateAndGet(mark.sequence(), Math::max);
      placeIsFree(file);
    } else if (content instanceof Content.Broken broken) {
      places.uncount(file);
      quarantine.add(file.place(), broken.why());
    }
  }

  private void placeIsFree(PlaceFile place) {
    if (place.isOfCommonSize()) {
      places.add(place);
    } else {
      places.remove(place);
    }
  }

  /**
   * A place for one outcome, on the disk with its name. One that was used before costs no I/O.
   *
   * <p>Fails with {@link FaultCode#VAULT_UNAVAILABLE} when the disk gives none in time, or all are
   * taken.
   */
  public Uni<Place> reserve() {
    return places.reserve();
  }

  /** Gives a place back that was not written to, at once. Never fails, twice does no harm. */
  public void release(Place place) {
    places.release(place);
  }

  /**
   * Writes an outcome; when this completes, it survives {@code kill -9} and power loss. The place
   * is used up, whatever comes of it.
   *
   * <p>What does not fit, finds its place spoiled or has none any more gets a file of its own, at
   * the price of the disk space that it then needs. Fails with {@link FaultCode#VAULT_UNAVAILABLE}
   * when the disk does not take that either; the same call may be made again.
   *
   * @param account under which it is found; written in clear
   * @param sealed what only the vault can open
   */
  public Uni<Kept> keep(Place place, AccountKey account, byte[] sealed) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Entry entry =
                  new Entry(
                      sequence.incrementAndGet(), account, clock.instant(), SealedBytes.of(sealed));
              Optional<PlaceFile> taken = places.take(place);
              return writers.run(() -> write(entry, taken));
            })
        .onFailure(IOException.class)
        .transform(e -> Places.unavailable("The spool's disk does not take the outcome", e));
  }

  private Kept write(Entry entry, Optional<PlaceFile> taken) throws IOException {
    byte[] bytes = EntryFormat.encode(entry);
    if (taken.isPresent() && taken.get().fits(bytes)) {
      return writeInto(taken.get(), entry, bytes);
    }
    Kept written = writeApart(entry, bytes);
    taken.ifPresent(places::add);
    return written;
  }

  private Kept writeInto(PlaceFile place, Entry entry, byte[] bytes) throws IOException {
    try {
      place.write(bytes);
      return keep(entry, place);
    } catch (IOException e) {
      LOG.errorf(
          e, "The spool's place %d cannot be written; another is made", place.place().number());
    }
    // After a failed fsync nobody knows what is on the disk. The old file may be the only copy
    // until the new one is durable; where that fails it stays, for the next start to find.
    try {
      Kept written = writeApart(entry, bytes);
      places.remove(place);
      return written;
    } catch (IOException e) {
      places.uncount(place);
      throw e;
    }
  }

  private Kept writeApart(Entry entry, byte[] bytes) throws IOException {
    PlaceFile own = folder.makePlaceFor(bytes);
    places.count();
    return keep(entry, own);
  }

  private Kept keep(Entry entry, PlaceFile place) {
    Kept written = entry.keptAt(place.place());
    kept.put(written, place);
    return written;
  }

  /** All that is kept, former lives' too, in the order in which it was kept. */
  public Uni<List<Kept>> kept() {
    return Uni.createFrom().item(() -> List.copyOf(kept.keySet()));
  }

  /**
   * Forgets what was written or superseded; its place is free again. Never fails: an outcome that
   * comes back after a crash is replayed once more, which changes nothing.
   */
  public Uni<Void> forget(Kept entry) {
    return Uni.createFrom()
        .deferred(
            () -> {
              PlaceFile place = kept.remove(entry);
              return place == null
                  ? Uni.createFrom().voidItem()
                  : writers.run(() -> clear(place)).replaceWithVoid();
            });
  }

  private Place clear(PlaceFile place) {
    try {
      if (place.isOfCommonSize()) {
        place.markFree(sequence.get());
      }
      placeIsFree(place);
    } catch (IOException e) {
      LOG.warnf(e, "The spool's place %d cannot be cleared", place.place().number());
      places.remove(place);
    }
    return place.place();
  }

  /**
   * Moves an outcome to where nothing replays it and the operator sees it.
   *
   * <p>Fails with {@link FaultCode#VAULT_UNAVAILABLE} when the disk does not let it; then it is
   * still among the {@link #kept}.
   *
   * @param why a sentence for the operator, without secrets
   */
  public Uni<Void> quarantine(Kept entry, String why) {
    return Uni.createFrom()
        .deferred(
            () -> {
              moving.add(entry);
              PlaceFile place = kept.remove(entry);
              return place == null
                  ? Uni.createFrom().voidItem()
                  : writers.run(() -> setAside(entry, place, why)).replaceWithVoid();
            })
        .onTermination()
        .invoke(() -> moving.remove(entry))
        .onFailure(IOException.class)
        .transform(e -> Places.unavailable("The spool's disk cannot move the outcome", e));
  }

  private Place setAside(Kept entry, PlaceFile place, String why) throws IOException {
    try {
      quarantine.move(entry, why);
    } catch (IOException e) {
      kept.put(entry, place);
      throw e;
    }
    places.uncount(place);
    return place.place();
  }

  /**
   * The sealed bytes of all outcomes of a tenant on this disk: those that wait, and those in the
   * quarantine. None is missed, also one that is moved meanwhile.
   */
  public Uni<List<SealedBytes>> sealedOf(TenantId tenant) {
    return makers.run(
        () -> {
          List<SealedBytes> all = new ArrayList<>();
          List<Kept> waiting = new ArrayList<>(kept.keySet());
          waiting.addAll(moving);
          waiting.stream()
              .filter(one -> one.account().tenant().equals(tenant))
              .forEach(one -> all.add(one.sealed()));
          folder.quarantinedEntries().stream()
              .filter(one -> one.account().tenant().equals(tenant))
              .forEach(one -> all.add(one.sealed()));
          return all;
        });
  }

  /** Outcomes that wait for the database. */
  public int spooled() {
    return kept.size();
  }

  /** Places that wait for the operator; what the operator has removed is noticed in a while. */
  public int quarantined() {
    return quarantine.size();
  }

  /** Notices at once what the operator has removed. */
  void recount() {
    quarantine.count();
  }

  int freePlaces() {
    return places.free();
  }

  int reservedPlaces() {
    return places.reserved();
  }

  /** What was begun goes on. */
  @PreDestroy
  void stop() {
    makers.stop();
    writers.stop();
  }
}
