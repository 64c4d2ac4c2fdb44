package io.strongroom.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.smallrye.mutiny.subscription.Cancellable;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** So many callers wait for one exchange; whoever comes beyond that is told to come again. */
class FlightsTest {
  private final Flights.Seat seat = new Flights.Seat(new Flights.Flight(), false, 0);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  @Test
  void callersBeyondFiveThousandAreThrottledUntilOneGivesUp() {
    List<Cancellable> callers = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      callers.add(join());
    }
    assertNull(failure.get());

    join();
    FaultException refused = (FaultException) failure.getAndSet(null);
    assertEquals(FaultCode.UPSTREAM_THROTTLED, refused.fault().code());

    callers.get(0).cancel();
    join();
    assertNull(failure.get());
    join();
    assertEquals(FaultException.class, failure.get().getClass());
  }

  private Cancellable join() {
    return seat.result().subscribe().with(ignored -> {}, failure::set);
  }
}
