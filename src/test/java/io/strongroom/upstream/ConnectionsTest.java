package io.strongroom.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.service.Crowd;
import io.strongroom.token.FaultCode;
import io.strongroom.token.TenantId;
import io.strongroom.upstream.HandledCalls.Held;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bounds of the instance on open connections, which hold whatever the environments allow. */
class ConnectionsTest {
  private static final TenantId OTHER = new TenantId("tenant02");

  @Test
  void boundsAreThoseOfTheDesign() {
    Connections connections = new Connections();
    for (int i = 0; i < 500; i++) {
      assertTrue(connections.take(HandledCalls.TENANT));
    }
    assertFalse(connections.take(HandledCalls.TENANT));
    for (int i = 0; i < 1_500; i++) {
      assertTrue(connections.take(new TenantId("another" + i % 3 + "xx")));
    }
    assertEquals(2_000, connections.open());
    assertFalse(connections.take(OTHER));
    assertFalse(connections.has(OTHER));
    connections.giveBack(HandledCalls.TENANT);
    assertTrue(connections.take(OTHER));
  }

  @Test
  void manyAtOnceTakeNoMoreThanThereAre() {
    Connections connections = new Connections(100, 60);
    List<Boolean> taken =
        Crowd.of(8)
            .each(
                () -> {
                  boolean within = true;
                  for (int i = 0; i < 20_000; i++) {
                    TenantId tenant = i % 2 == 0 ? OTHER : HandledCalls.TENANT;
                    if (connections.take(tenant)) {
                      within &= connections.open(tenant) <= 60;
                      connections.giveBack(tenant);
                    }
                  }
                  return within;
                });
    assertFalse(taken.contains(false));
    assertEquals(0, connections.open());
    assertEquals(0, connections.open(OTHER));
  }

  @Test
  void callBeyondTheTenantsBoundIsThrottledInAllItsEnvironments() {
    HandledCalls calls = new HandledCalls(new Connections(10, 2), Allowance.UNLIMITED);
    Guard one = calls.guard(50, 10);
    Guard two = calls.guard(50, 10);
    List<Held> held = List.of(calls.hold(one), calls.hold(two));

    var refused = HandledCalls.refused(calls.run(two, HandledCalls.GRANTED));
    assertEquals(FaultCode.UPSTREAM_THROTTLED, refused.code());
    HandledCalls.refused(calls.repair(two, HandledCalls.GRANTED));
    assertEquals(0, calls.made());
    Guard neighbour = calls.guard(OTHER, TestSettings.with());
    assertSame(HandledCalls.GRANTED, calls.run(neighbour, HandledCalls.GRANTED));

    held.forEach(call -> call.answer(HandledCalls.GRANTED));
    HandledCalls.refused(calls.run(two, HandledCalls.GRANTED));
    held.forEach(Held::close);
    await().until(() -> calls.connections().open() == 0);
    assertSame(HandledCalls.GRANTED, calls.run(two, HandledCalls.GRANTED));
  }

  @Test
  void boundsHoldOverAGuardAndTheOneThatReplacesIt() {
    HandledCalls calls = new HandledCalls(new Connections(3, 3), Allowance.UNLIMITED);
    Guard old = calls.guard(3, 1);
    List<Held> held = IntStream.range(0, 3).mapToObj(i -> calls.hold(old)).toList();
    Guard edited = calls.guard(3, 1);
    HandledCalls.refused(calls.run(edited, HandledCalls.GRANTED));
    held.forEach(call -> call.answer(HandledCalls.GRANTED).close());
    await().until(() -> calls.connections().open() == 0);
    assertSame(HandledCalls.GRANTED, calls.run(edited, HandledCalls.GRANTED));
  }
}
