package io.strongroom.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Windows that grant too much or too little are told, and others are not. */
class LimitRulesTest {
  private static final Instant TURN = Instant.parse("2026-01-01T11:00:00Z");
  private static final Instant NEXT_TURN = Instant.parse("2026-01-01T12:00:00Z");
  private static final int LIMIT = 2;

  private final List<Counted> calls = new ArrayList<>();
  private final List<Times> losses = new ArrayList<>();

  @Test
  void oneTooManyIsTold() {
    granted(TURN, -30, -29);
    granted(TURN, -20, -19);
    granted(TURN, -10, -9);
    assertWrong("3 of 2 granted in the window to " + TURN);
  }

  @Test
  void oneTooFewIsToldWhereSomebodyWasRefused() {
    granted(TURN, -30, -29);
    assertRight();
    refused(TURN, -20, -19);
    assertWrong("only 1 of 2 granted in the window to " + TURN);
  }

  @Test
  void lossExplainsOneTooFewInItsOwnWindowOnly() {
    granted(TURN, -30, -29);
    refused(TURN, -20, -19);
    losses.add(new Times(at(-25), at(-24)));
    assertRight();
    refused(NEXT_TURN, 10, 11);
    assertWrong("only 0 of 2 granted in the window to " + NEXT_TURN);
  }

  @Test
  void lossExplainsNoneTooMany() {
    oneTooManyIsTold();
    losses.add(new Times(at(-25), at(-24)));
    assertEquals(1, violations().size());
  }

  @Test
  void eachWindowHasItsOwn() {
    granted(TURN, -30, -29);
    granted(TURN, -20, -19);
    refused(TURN, -10, -9);
    granted(NEXT_TURN, 1, 2);
    granted(NEXT_TURN, 3, 4);
    refused(NEXT_TURN, 5, 6);
    assertRight();
    assertEquals(Map.of(TURN, 2L, NEXT_TURN, 2L), LimitRules.usedUp(calls));
  }

  @Test
  void callOverTheTurnMayBelongToEither() {
    granted(TURN, -1, 1);
    granted(NEXT_TURN, -1, 1);
    assertRight();
  }

  @Test
  void callThatIsCountedInAWindowThatWasOverIsTold() {
    granted(TURN, 1, 2);
    assertWrong("granted outside of its window: " + calls.get(0));
  }

  @Test
  void callThatIsCountedInAWindowThatHadNotBegunIsTold() {
    granted(NEXT_TURN, -2, -1);
    assertWrong("granted outside of its window: " + calls.get(0));
  }

  private void granted(Instant windowEnds, long askedAt, long answeredAt) {
    calls.add(new Counted(true, windowEnds, at(askedAt), at(answeredAt)));
  }

  private void refused(Instant windowEnds, long askedAt, long answeredAt) {
    calls.add(new Counted(false, windowEnds, at(askedAt), at(answeredAt)));
  }

  /** Seconds from the turn. */
  private static Instant at(long seconds) {
    return TURN.plusSeconds(seconds);
  }

  private List<String> violations() {
    return LimitRules.violations(calls, LIMIT, losses);
  }

  private void assertRight() {
    assertEquals(List.of(), violations());
  }

  private void assertWrong(String told) {
    assertEquals(List.of(told), violations());
  }
}
