package io.strongroom.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.vault.Claim.State;
import io.strongroom.vault.ClaimRules.Answer;
import io.strongroom.vault.ClaimRules.Answer.Take;
import io.strongroom.vault.ClaimRules.Answer.Wait;
import io.strongroom.vault.ClaimRules.Holder;
import io.strongroom.vault.ClaimRules.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who may ask, and when. A claim began at second 100 with a timeout of 5 and a lease to 107; a lost
 * sender without grace must have been silent for 30.
 */
class ClaimRulesTest {
  private static final UUID CLAIM = new UUID(0, 1);
  private static final UUID V1 = new UUID(1, 1);
  private static final UUID V2 = new UUID(1, 2);
  private static final Instant START = at(100);
  private static final Instant LEASE = at(107);

  private static final Terms STEADY = terms(false, 0);
  private static final Terms ROTATING = terms(true, 0);
  private static final Terms GRACE_20 = terms(true, 20);

  private static final Holder HEARD_LATELY = silent(0);

  @Test
  void thingThatNobodyClaimedIsTakenWithTheFirstFence() {
    assertEquals(new Take(1, false, null, null), decide(null, V1, ROTATING, 0));
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "true, 0", "true, 20"})
  void livingClaimIsWaitedForUntilItsLeaseEnds(boolean rotating, int grace) {
    Terms terms = terms(rotating, grace);
    for (UUID version : new UUID[] {V1, V2}) {
      for (double now : new double[] {100, 106.999}) {
        assertEquals(
            new Wait(CLAIM, Duration.between(at(now), LEASE), false),
            decide(claim(State.CLAIMED), version, terms, now));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"CLAIMED", "UNKNOWN"})
  void lostCallThatDoesNotRotateIsSimplyMadeAgain(State state) {
    assertEquals(take(), decide(claim(state), V1, STEADY, 107));
  }

  @ParameterizedTest
  @ValueSource(doubles = {100, 107, 500})
  void endedClaimIsTakenAtOnce(double now) {
    for (Terms terms : new Terms[] {STEADY, ROTATING, GRACE_20}) {
      assertEquals(take(), decide(claim(State.ENDED), V1, terms, now));
      assertEquals(take(), decide(claim(State.ENDED), V2, terms, now));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"CLAIMED", "UNKNOWN"})
  void lostRotatingCallWaitsUntilItsSenderWasSilentLongEnough(State state) {
    for (double silent : new double[] {0, 10, 29.999}) {
      assertEquals(
          waitForLost(30 - silent), decide(claim(state), V1, ROTATING, 107, silent(silent)));
    }
    for (double silent : new double[] {30, 1_000}) {
      assertEquals(repair(START), decide(claim(state), V1, ROTATING, 107, silent(silent)));
    }
  }

  @Test
  void holderThatIsAwayWithItsSpoolIsWaitedForMuchLonger() {
    Claim lost = claim(State.UNKNOWN);
    assertEquals(waitForLost(1), decide(lost, V1, ROTATING, 107, new Holder(true, seconds(599))));
    assertEquals(repair(START), decide(lost, V1, ROTATING, 107, new Holder(true, seconds(600))));
  }

  @Test
  void shortWaitForTheSpoolDoesNotShortenTheOther() {
    Terms terms = new Terms(true, seconds(5), Duration.ZERO, seconds(30), seconds(10));
    assertEquals(
        waitForLost(10),
        decide(claim(State.UNKNOWN), V1, terms, 107, new Holder(true, seconds(20))));
  }

  @Test
  void graceDoesNotWaitForAHolderThatIsAway() {
    assertEquals(
        repair(START),
        decide(claim(State.UNKNOWN), V1, GRACE_20, 107, new Holder(true, seconds(0))));
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"CLAIMED", "UNKNOWN"})
  void withinHalfOfTheGraceTheOldTokenIsTriedAtOnce(State state) {
    for (double now : new double[] {107, 109.999}) {
      assertEquals(repair(START), decide(claim(state), V1, GRACE_20, now));
    }
    assertEquals(waitForLost(30), decide(claim(state), V1, GRACE_20, 110));
    assertEquals(repair(START), decide(claim(state), V1, GRACE_20, 110, silent(30)));
  }

  @Test
  void halfOfTheGraceCountsFromTheFirstCallThatWasLost() {
    Claim again = claim(State.UNKNOWN, at(95), V1);
    assertEquals(repair(at(95)), decide(again, V1, terms(true, 30), 109));
    assertEquals(waitForLost(30), decide(again, V1, terms(true, 30), 110));
  }

  @Test
  void lossOfAnOlderVersionDoesNotCountForThisOne() {
    Claim newer = claim(State.UNKNOWN, at(50), V2);
    assertEquals(repair(START), decide(newer, V1, GRACE_20, 109));
  }

  /** E5: the lost call with the older version may still be on its way. */
  @Test
  void nextRotationKeepsALeasesDistanceFromALostCall() {
    for (Claim lost :
        new Claim[] {claim(State.ENDED, at(95), V1), claim(State.UNKNOWN), claim(State.CLAIMED)}) {
      for (Terms terms : new Terms[] {ROTATING, GRACE_20}) {
        for (double now : new double[] {107, 107.499}) {
          assertEquals(waitForLost(107.5 - now), decide(lost, V2, terms, now));
        }
        assertEquals(take(), decide(lost, V2, terms, 107.5));
      }
    }
  }

  @Test
  void retryWithTheSameVersionKeepsNoDistanceAndIsARepair() {
    Claim failed = claim(State.ENDED, at(95), V1);
    assertEquals(repair(at(95)), decide(failed, V1, ROTATING, 100));
  }

  @Test
  void distanceIsForRotatingGrantsOnly() {
    Claim repaired = claim(State.ENDED, at(95), V1);
    assertEquals(take(), decide(repaired, V2, STEADY, 100));
  }

  private static Answer take() {
    return new Take(8, false, null, null);
  }

  private static Answer repair(Instant lostAt) {
    return new Take(8, true, lostAt, V1);
  }

  private static Claim claim(State state) {
    return claim(state, null, null);
  }

  private static Claim claim(State state, @Nullable Instant lostAt, @Nullable UUID lostVersion) {
    return new Claim(CLAIM, new UUID(9, 9), 7, state, LEASE, START, V1, lostAt, lostVersion);
  }

  private static Terms terms(boolean rotating, int grace) {
    return new Terms(
        rotating,
        Duration.ofSeconds(5),
        Duration.ofSeconds(grace),
        Duration.ofSeconds(30),
        Duration.ofSeconds(600));
  }

  private static Answer decide(@Nullable Claim claim, UUID version, Terms terms, double now) {
    return decide(claim, version, terms, now, HEARD_LATELY);
  }

  private static Answer decide(
      @Nullable Claim claim, UUID version, Terms terms, double now, Holder holder) {
    return ClaimRules.decide(claim, version, terms, holder, at(now));
  }

  private static Holder silent(double seconds) {
    return new Holder(false, seconds(seconds));
  }

  private static Wait waitForLost(double seconds) {
    return new Wait(CLAIM, seconds(seconds), true);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1_000));
  }

  private static Instant at(double second) {
    return Instant.EPOCH.plusMillis(Math.round(second * 1_000));
  }
}
