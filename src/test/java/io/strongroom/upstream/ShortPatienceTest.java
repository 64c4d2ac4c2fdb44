package io.strongroom.upstream;

import static io.strongroom.upstream.HandledCalls.GRANTED;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.arc.Arc;
import io.quarkus.test.junit.TestProfile;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.token.FaultCode;
import io.strongroom.upstream.HandledCalls.Held;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** On the service's event loops, whose timers know no time below a millisecond. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class ShortPatienceTest {
  private static final long LESS_THAN_A_MILLISECOND = 1_000;

  private final HandledCalls calls = new HandledCalls();

  @Test
  void callWithHardlyAnyTimeForItsTurnIsThrottledAndNeverBegins() {
    Guard guard = calls.guard(1, 5);
    Held first = calls.hold(guard);
    await().until(first::hasBegun);
    CompletableFuture<Outcome> waiting = new CompletableFuture<>();
    Arc.container()
        .instance(Vertx.class)
        .get()
        .runOnContext(
            now ->
                calls
                    .start(guard, LESS_THAN_A_MILLISECOND, GRANTED)
                    .whenComplete(
                        (outcome, failure) -> {
                          if (failure == null) {
                            waiting.complete(outcome);
                          } else {
                            waiting.completeExceptionally(failure);
                          }
                        }));
    Outcome refused = waiting.orTimeout(10, TimeUnit.SECONDS).join();
    assertEquals(FaultCode.UPSTREAM_THROTTLED, HandledCalls.refused(refused).code());
    assertEquals(0, guard.queued());

    first.answer(GRANTED).close();
    await().until(() -> guard.running() == 0);
    assertEquals(0, calls.made());
  }
}
