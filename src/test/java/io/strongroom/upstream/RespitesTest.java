package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.token.FaultCode;
import io.strongroom.token.Verdict;
import io.strongroom.upstream.Outcome.Failed;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rest that an upstream asked for is kept by all calls of that client, and by no other's. */
class RespitesTest {
  private static final Outcome GRANTED = HandledCalls.GRANTED;
  private static final Revisions EDITED =
      new Revisions(HandledCalls.CLIENT.environment(), new UUID(4, 4));

  private final HandledCalls calls = new HandledCalls();
  private final Guard guard = calls.guard(50, 10);

  @ParameterizedTest
  @CsvSource({"THROTTLED, UPSTREAM_THROTTLED", "TRANSIENT, UPSTREAM_UNAVAILABLE"})
  void restIsKeptAndToldAndEnds(Verdict verdict, FaultCode code) {
    calls.run(guard, failed(verdict, code, Duration.ofSeconds(30)));
    calls.pass(Duration.ofSeconds(10));
    Failed refused = HandledCalls.refused(calls.run(guard, GRANTED));
    assertEquals(verdict, refused.verdict());
    assertEquals(code, refused.code());
    Duration rest = refused.retryAfter();
    assertNotNull(rest);
    assertTrue(rest.compareTo(Duration.ofSeconds(20)) <= 0, rest::toString);
    assertTrue(rest.compareTo(Duration.ofSeconds(15)) > 0, rest::toString);
    assertEquals(1, calls.made());
    assertNotNull(guard.rest());

    calls.pass(Duration.ofSeconds(20));
    assertSame(GRANTED, calls.run(guard, GRANTED));
    assertNull(guard.rest());
  }

  @Test
  void otherClientsAndEditedOnesDoNotRest() {
    calls.run(guard, throttled(Duration.ofHours(1)));
    assertSame(GRANTED, calls.run(guard, EDITED, GRANTED));
  }

  @Test
  void repairDoesNotRest() {
    calls.run(guard, throttled(Duration.ofHours(1)));
    assertSame(GRANTED, calls.repair(guard, GRANTED));
  }

  @Test
  void repairThatIsToldToRestMakesTheOthersRest() {
    calls.repair(guard, throttled(Duration.ofHours(1)));
    HandledCalls.refused(calls.run(guard, GRANTED));
  }

  @Test
  void longerRestIsNotCutShortByALaterAnswer() {
    calls.run(guard, throttled(Duration.ofSeconds(60)));
    calls.repair(guard, throttled(Duration.ofSeconds(1)));
    calls.pass(Duration.ofSeconds(30));
    HandledCalls.refused(calls.run(guard, GRANTED));
  }

  @Test
  void answerThatNamesNoRestCausesNone() {
    calls.run(guard, throttled(null));
    assertSame(GRANTED, calls.run(guard, GRANTED));
  }

  @Test
  void ownRefusalIsNotRemembered() {
    Guard small = calls.guard(1, 1);
    var held = calls.hold(small);
    var queued = calls.hold(small);
    HandledCalls.refused(calls.run(small, GRANTED));
    assertNull(small.rest());
    held.answer(GRANTED).close();
    queued.answer(GRANTED).close();
  }

  private static Failed throttled(@Nullable Duration rest) {
    return failed(Verdict.THROTTLED, FaultCode.UPSTREAM_THROTTLED, rest);
  }

  private static Failed failed(Verdict verdict, FaultCode code, @Nullable Duration rest) {
    return new Failed(verdict, code, "x", rest, false);
  }
}
