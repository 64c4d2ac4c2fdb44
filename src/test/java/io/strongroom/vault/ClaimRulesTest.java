package io.strongroom.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.vault.Claim.State;
import io.strongroom.vault.ClaimRules.Answer;
import io.strongroom.vault.ClaimRules.Answer.Take;
import io.strongroom.vault.ClaimRules.Answer.Wait;
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

  @Test
  void thingThatNobodyClaimedIsTakenWithTheFirstFence() {
    assertEquals(new Take(1, false, null, null), ClaimRules.decide(null, V1, ROTATING, at(0)));
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "true, 0", "true, 20"})
  void livingClaimIsWaitedForUntilItsLeaseEnds(boolean rotating, int grace) {
    Terms terms = terms(rotating, grace);
    for (UUID version : new UUID[] {V1, V2}) {
      for (double now : new double[] {100, 106.999}) {
        assertEquals(
            new Wait(CLAIM, LEASE, false),
            ClaimRules.decide(claim(State.CLAIMED), version, terms, at(now)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"CLAIMED", "UNKNOWN"})
  void lostCallThatDoesNotRotateIsSimplyMadeAgain(State state) {
    assertEquals(take(), ClaimRules.decide(claim(state), V1, STEADY, at(107)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {100, 107, 500})
  void endedClaimIsTakenAtOnce(double now) {
    for (Terms terms : new Terms[] {STEADY, ROTATING, GRACE_20}) {
      assertEquals(take(), ClaimRules.decide(claim(State.ENDED), V1, terms, at(now)));
      assertEquals(take(), ClaimRules.decide(claim(State.ENDED), V2, terms, at(now)));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"CLAIMED", "UNKNOWN"})
  void lostRotatingCallWaitsUntilItsSenderWasSilentLongEnough(State state) {
    for (double now : new double[] {107, 110, 136.999}) {
      assertEquals(
          new Wait(CLAIM, at(137), true), ClaimRules.decide(claim(state), V1, ROTATING, at(now)));
    }
    for (double now : new double[] {137, 1_000}) {
      assertEquals(repair(START), ClaimRules.decide(claim(state), V1, ROTATING, at(now)));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"CLAIMED", "UNKNOWN"})
  void withinHalfOfTheGraceTheOldTokenIsTriedAtOnce(State state) {
    for (double now : new double[] {107, 109.999}) {
      assertEquals(repair(START), ClaimRules.decide(claim(state), V1, GRACE_20, at(now)));
    }
    for (double now : new double[] {110, 136.999}) {
      assertEquals(
          new Wait(CLAIM, at(137), true), ClaimRules.decide(claim(state), V1, GRACE_20, at(now)));
    }
    assertEquals(repair(START), ClaimRules.decide(claim(state), V1, GRACE_20, at(137)));
  }

  @Test
  void halfOfTheGraceCountsFromTheFirstCallThatWasLost() {
    Claim again = claim(State.UNKNOWN, at(95), V1);
    assertEquals(repair(at(95)), ClaimRules.decide(again, V1, terms(true, 30), at(109)));
    assertEquals(
        new Wait(CLAIM, at(137), true), ClaimRules.decide(again, V1, terms(true, 30), at(110)));
  }

  @Test
  void lossOfAnOlderVersionDoesNotCountForThisOne() {
    Claim newer = claim(State.UNKNOWN, at(50), V2);
    assertEquals(repair(START), ClaimRules.decide(newer, V1, GRACE_20, at(109)));
  }

  @Test
  void anotherMasterTokenIsNotHeldUpByTheLostCallOfTheFormer() {
    assertEquals(take(), ClaimRules.decide(claim(State.UNKNOWN), V2, ROTATING, at(107)));
    assertEquals(take(), ClaimRules.decide(claim(State.CLAIMED), V2, GRACE_20, at(107)));
  }

  /** E5: the lost call with the older version may still be on its way. */
  @Test
  void nextRotationKeepsATimeoutsDistanceFromALostCall() {
    Claim repaired = claim(State.ENDED, at(95), V1);
    for (Terms terms : new Terms[] {ROTATING, GRACE_20}) {
      for (double now : new double[] {100, 104.999}) {
        assertEquals(
            new Wait(CLAIM, at(105), true), ClaimRules.decide(repaired, V2, terms, at(now)));
      }
      assertEquals(take(), ClaimRules.decide(repaired, V2, terms, at(105)));
    }
  }

  @Test
  void retryWithTheSameVersionKeepsNoDistanceAndRemembersTheLoss() {
    Claim failed = claim(State.ENDED, at(95), V1);
    assertEquals(new Take(8, false, at(95), V1), ClaimRules.decide(failed, V1, ROTATING, at(100)));
  }

  @Test
  void distanceIsForRotatingGrantsOnly() {
    Claim repaired = claim(State.ENDED, at(95), V1);
    assertEquals(take(), ClaimRules.decide(repaired, V2, STEADY, at(100)));
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
        rotating, Duration.ofSeconds(5), Duration.ofSeconds(grace), Duration.ofSeconds(30));
  }

  private static Instant at(double second) {
    return Instant.EPOCH.plusMillis(Math.round(second * 1_000));
  }
}
