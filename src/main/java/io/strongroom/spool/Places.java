package io.strongroom.spool;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The places that hold no entry. One that was made is used again and again, so that a reservation
 * costs no I/O once there are as many as are needed at a time.
 *
 * <p>A place is in {@link #free} or in {@link #reserved} or out with the one who took it; each step
 * between them is one atomic operation on one of the two.
 */
final class Places {
  private static final Logger LOG = Logger.getLogger(Places.class);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final SpoolFolder folder;
  private final SpoolLimits limits;
  private final Threads makers;
  private final LongSupplier sequence;

  private final Deque<PlaceFile> free = new ConcurrentLinkedDeque<>();
  private final Map<Place, PlaceFile> reserved = new ConcurrentHashMap<>();

  /** Free, reserved, holding an entry, or being made. */
  private final AtomicInteger all = new AtomicInteger();

  /** Whether the log has been told that no place can be made, and not yet that one can. */
  private final AtomicBoolean failing = new AtomicBoolean();

  Places(SpoolFolder folder, SpoolLimits limits, Threads makers, LongSupplier sequence) {
    this.folder = folder;
    this.limits = limits;
    this.makers = makers;
    this.sequence = sequence;
  }

  Uni<Place> reserve() {
    return Uni.createFrom()
        .deferred(
            () -> {
              PlaceFile place = free.poll();
              return place == null ? madeOne() : Uni.createFrom().item(handOut(place));
            });
  }

  private Place handOut(PlaceFile place) {
    reserved.put(place.place(), place);
    return place.place();
  }

  /**
   * Makes one more. Its maker learns from the future whether anybody still waits for it: it ends
   * with the place, with the caller's patience or with the caller's going, whichever comes first.
   */
  private Uni<Place> madeOne() {
    if (all.incrementAndGet() > limits.places()) {
      all.decrementAndGet();
      return Uni.createFrom().failure(unavailable("All places of the spool are taken", null));
    }
    CompletableFuture<Place> asked =
        new CompletableFuture<Place>()
            .orTimeout(limits.reservedWithin().toMillis(), TimeUnit.MILLISECONDS);
    makers.execute(() -> makeFor(asked));
    Uni<Place> made =
        Uni.createFrom()
            .completionStage(asked)
            .onFailure()
            .transform(e -> unavailable("The spool's disk gives no place for the outcome", e));
    return Threads.backOnCallersContext(made)
        .onCancellation()
        .invoke(() -> asked.thenAccept(this::release));
  }

  private void makeFor(CompletableFuture<Place> asked) {
    if (asked.isDone()) {
      all.decrementAndGet();
      return;
    }
    try {
      Place made = handOut(folder.makePlace(sequence.getAsLong()));
      if (failing.compareAndSet(true, false)) {
        LOG.info("The spool can make places again");
      }
      if (!asked.complete(made)) {
        release(made);
      }
    } catch (IOException | RuntimeException e) {
      all.decrementAndGet();
      if (failing.compareAndSet(false, true)) {
        LOG.error("The spool cannot make a place: rotating exchanges do not begin", e);
      }
      asked.completeExceptionally(e);
    }
  }

  /** Takes a reserved place to write to it; empty when it is not reserved any more. */
  Optional<PlaceFile> take(Place place) {
    return Optional.ofNullable(reserved.remove(place));
  }

  /** Without effect on a place that is not reserved: giving back twice does no harm. */
  void release(Place place) {
    PlaceFile given = reserved.remove(place);
    if (given != null) {
      free.push(given);
    }
  }

  /** Counts a place that was found or made elsewhere and holds an entry. */
  void count() {
    all.incrementAndGet();
  }

  /** A counted place that holds no entry any more. */
  void add(PlaceFile place) {
    free.push(place);
  }

  /** A counted place whose file is not here any more, or not to be used again. */
  void uncount(PlaceFile place) {
    all.decrementAndGet();
    try {
      place.close();
    } catch (IOException e) {
      LOG.debugf(e, "The spool's place %d cannot be closed", place.place().number());
    }
  }

  /** A counted place that is of no more use. A file that stays is found at the next start. */
  void remove(PlaceFile place) {
    uncount(place);
    try {
      folder.delete(place.place());
    } catch (IOException e) {
      LOG.warnf(e, "The spool's place %d cannot be removed", place.place().number());
    }
  }

  int free() {
    return free.size();
  }

  int reserved() {
    return reserved.size();
  }

  static FaultException unavailable(String detail, @Nullable Throwable cause) {
    Fault fault = Fault.of(FaultCode.VAULT_UNAVAILABLE, detail).retryAfter(ASK_AGAIN);
    return new FaultException(fault, cause);
  }
}
