package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.KeyId;
import io.strongroom.token.Slot;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The exchanges under way in this process: callers of one slot share one.
 *
 * <p>A flight is entered by the first caller and removed by its own end, before its result is given
 * out: who comes later begins a new one. What is lost when the process dies is only the sharing;
 * the claim is in the database.
 */
@Singleton
class Flights {
  private final ConcurrentMap<Slot, Flight> underWay = new ConcurrentHashMap<>();
  private final Detached detached;
  private final Exchange exchange;

  Flights(Detached detached, Exchange exchange) {
    this.detached = detached;
    this.exchange = exchange;
  }

  /**
   * A caller's seat.
   *
   * @param own whether the flight began with this caller, and so knows all that it knew
   */
  record Seat(Flight flight, boolean own) {
    /** Waits for the result; giving up ends nothing but the waiting. */
    Uni<Recorded> result() {
      return Detached.join(flight.result);
    }
  }

  /** One exchange under way. */
  static final class Flight {
    private final CompletableFuture<Recorded> result = new CompletableFuture<>();
  }

  /** Takes a seat in the exchange of the slot that was read; the first one starts it. */
  Seat board(SlotView view, KeyId cause) {
    Slot slot = view.slot();
    Flight mine = new Flight();
    Flight there = underWay.putIfAbsent(slot, mine);
    if (there != null) {
      return new Seat(there, false);
    }
    var unused =
        detached
            .run(() -> exchange.run(view, cause))
            .whenComplete((recorded, failure) -> land(slot, mine, recorded, failure));
    return new Seat(mine, true);
  }

  private void land(Slot slot, Flight flight, Recorded recorded, Throwable failure) {
    underWay.remove(slot, flight);
    if (failure != null) {
      flight.result.completeExceptionally(failure);
    } else {
      flight.result.complete(recorded);
    }
  }
}
