package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Joined;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.KeyId;
import io.strongroom.token.PaymentContext;
import io.strongroom.token.Slot;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges under way in this process: callers of one slot share one.
 *
 * <p>A flight is entered by the first caller and removed by its own end, before its result is given
 * out: who comes later begins a new one. What is lost when the process dies is only the sharing;
 * the claim is in the database.
 */
@Singleton
class Flights {
  /** Callers that may wait for one slot; the others are told to come again. */
  static final int MAX_WAITING = 5_000;

  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  private final ConcurrentMap<Flown, Flight> underWay = new ConcurrentHashMap<>();
  private final BiFunction<SlotView, Cause, CompletableFuture<Recorded>> exchanges;

  @Inject
  Flights(Detached detached, PaymentTurns turns, Exchange exchange) {
    this(
        (view, cause) ->
            detached.run(() -> turns.inTurn(view, cause, () -> exchange.run(view, cause))));
  }

  /**
   * @param exchanges begins an exchange; nobody can end it
   */
  Flights(BiFunction<SlotView, Cause, CompletableFuture<Recorded>> exchanges) {
    this.exchanges = exchanges;
  }

  /** What is shared: a call with a payment authorization only with calls that have the same. */
  private record Flown(Slot slot, @Nullable PaymentContext payment) {}

  /**
   * A caller's seat.
   *
   * @param own whether the flight began with this caller, and so knows all that it knew
   * @param seen the slot's generation when this caller read it
   */
  record Seat(Flight flight, boolean own, long seen) {

    /**
     * Whether what the flight has brought may be given to this caller. A flight that is long in
     * landing may bring what others have had, and have dropped or replaced, before this caller has
     * asked: it has read as much, and reads again.
     */
    boolean suits(IssuedToken token, long newerThan) {
      return own || token.generation() > Math.max(seen, newerThan);
    }

    /** Waits for the result, if not too many do; giving up ends nothing but the waiting. */
    Uni<Recorded> result() {
      return Uni.createFrom().deferred(flight::join);
    }
  }

  /** One exchange under way. */
  static final class Flight {
    private final CompletableFuture<Recorded> result = new CompletableFuture<>();
    private final AtomicInteger waiting = new AtomicInteger();

    private Uni<Recorded> join() {
      if (waiting.incrementAndGet() > MAX_WAITING) {
        waiting.decrementAndGet();
        throw tooMany();
      }
      return Joined.to(result).onTermination().invoke(waiting::decrementAndGet);
    }

    private static RuntimeException tooMany() {
      return Fault.of(FaultCode.UPSTREAM_THROTTLED, "Too many callers wait for this token")
          .retryAfter(A_MOMENT)
          .exception();
    }
  }

  /** Takes the service's own seat in the exchange of the slot that was read. */
  Seat board(SlotView view, KeyId cause) {
    return board(view, Cause.ofService(cause));
  }

  /** Takes a caller's seat; the first one starts the exchange. */
  Seat board(SlotView view, Cause cause) {
    Flown flown = new Flown(view.slot(), cause.payment());
    Flight mine = new Flight();
    Flight there = underWay.putIfAbsent(flown, mine);
    if (there != null) {
      return new Seat(there, false, view.generation());
    }
    var unused =
        exchanges
            .apply(view, cause)
            .whenComplete((recorded, failure) -> land(flown, mine, recorded, failure));
    return new Seat(mine, true, view.generation());
  }

  private void land(Flown flown, Flight flight, Recorded recorded, Throwable failure) {
    underWay.remove(flown, flight);
    if (failure != null) {
      flight.result.completeExceptionally(failure);
    } else {
      flight.result.complete(recorded);
    }
  }
}
