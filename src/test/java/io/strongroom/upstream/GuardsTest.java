package io.strongroom.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One guard for each environment, of its present revision, and its meters with it. */
class GuardsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Connections connections = new Connections();
  private final Guards guards = new Guards(connections, budget(), System::nanoTime, meters);

  @Test
  void callsOfOneRevisionShareAGuard() {
    assertSame(guards.of(route(1, 1)), guards.of(route(1, 1)));
    assertNotSame(guards.of(route(1, 1)), guards.of(route(2, 1)));
    assertEquals(Optional.empty(), guards.existing(tenant(1), EnvironmentName.DEFAULT, id(2)));
    assertEquals(Optional.empty(), guards.existing(tenant(3), EnvironmentName.DEFAULT, id(1)));
  }

  @Test
  void editReplacesTheGuardAndItsMeters() {
    Guard old = guards.of(route(1, 1));
    called(old);
    Guard edited = guards.of(route(1, 2));

    assertNotSame(old, edited);
    assertEquals(Optional.of(edited), guards.existing(tenant(1), EnvironmentName.DEFAULT, id(2)));
    assertEquals(0, meters.find("strongroom.upstream.calls").timers().size());
    assertEquals(1, meters.find("strongroom.upstream.breaker").gauges().size());
    called(edited);
    assertEquals(1, meters.find("strongroom.upstream.calls").timer().count());
  }

  @Test
  void metersCountCallsByVerdictAndRefusalsByReason() {
    Guard guard = guards.of(route(1, 1));
    called(guard);
    Revisions client = new Revisions(id(1), id(9));
    var late = new GuardedCall(client, false, System.nanoTime() - 1, closed -> granted(closed));
    HandledCalls.refused(guard.run(late).await().atMost(PATIENCE));

    assertEquals(
        1, meters.get("strongroom.upstream.calls").tag("verdict", "granted").timer().count());
    assertEquals(
        1, meters.get("strongroom.upstream.rejected").tag("reason", "time").counter().count());
    assertEquals(0, meters.get("strongroom.upstream.running").gauge().value());
  }

  @Test
  void moreGuardsThanAreMeasuredShareTheMetersOfOthers() {
    IntStream.range(0, 700).forEach(i -> called(guards.of(route(i, 1))));

    assertEquals(500, meters.find("strongroom.upstream.breaker").gauges().size());
    assertEquals(501, meters.find("strongroom.upstream.calls").timers().size());
    assertEquals(
        200, meters.get("strongroom.upstream.calls").tag("tenant", "other").timer().count());
  }

  @Test
  void guardsAreBounded() {
    IntStream.range(0, Guards.MAX_GUARDS + 2_000).forEach(i -> guards.of(route(i, 1)));
    await()
        .atMost(PATIENCE)
        .until(() -> meters.get("strongroom.upstream.guards").gauge().value() <= Guards.MAX_GUARDS);
    assertTrue(meters.find("strongroom.upstream.breaker").gauges().size() <= 500);
  }

  private static void called(Guard guard) {
    Revisions client = new Revisions(id(1), id(9));
    long soon = System.nanoTime() + PATIENCE.toNanos();
    assertSame(
        HandledCalls.GRANTED,
        guard
            .run(new GuardedCall(client, false, soon, closed -> granted(closed)))
            .await()
            .atMost(PATIENCE));
  }

  private static Uni<Outcome> granted(Runnable closed) {
    closed.run();
    return Uni.createFrom().item(HandledCalls.GRANTED);
  }

  /** Of environments without one; nothing is asked of a database. */
  @SuppressWarnings("NullAway")
  private static Budget budget() {
    return new Budget(null, System::nanoTime);
  }

  private static Route route(int tenant, int revision) {
    return TestRoutes.of(tenant(tenant), id(revision));
  }

  private static TenantId tenant(int number) {
    return new TenantId("tenant%06d".formatted(number));
  }

  private static UUID id(int number) {
    return new UUID(0, number);
  }
}
