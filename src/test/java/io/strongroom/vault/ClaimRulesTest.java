package io.strongroom.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.vault.Claim.State;
import io.strongroom.vault.ClaimRules.Absence;
import io.strongroom.vault.ClaimRules.Answer;
import io.strongroom.vault.ClaimRules.Answer.Take;
import io.strongroom.vault.ClaimRules.Answer.Wait;
import io.strongroom.vault.ClaimRules.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
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
  private static final UUID LIFE = new UUID(9, 9);
  private static final UUID EARLIER_CLAIM = new UUID(0, 2);
  private static final UUID EARLIER_LIFE = new UUID(9, 8);
  private static final UUID V1 = new UUID(1, 1);
  private static final UUID V2 = new UUID(1, 2);
  private static final Instant START = at(100);
  private static final Instant LEASE = at(107);

  private static final Terms STEADY = terms(false, 0);
  private static final Terms ROTATING = terms(true, 0);
  private static final Terms GRACE_20 = terms(true, 20);

  private static final Absence HEARD_LATELY = silent(0);

  @Test
  void thingThatNobodyClaimedIsTakenWithTheFirstFence() {
    assertEquals(new Take(1, null), decide(null, V1, ROTATING, 0));
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
  void senderThatIsAwayWithItsSpoolIsWaitedForMuchLonger() {
    Claim lost = claim(State.UNKNOWN);
    assertEquals(waitForLost(1), decide(lost, V1, ROTATING, 107, new Absence(true, seconds(599))));
    assertEquals(repair(START), decide(lost, V1, ROTATING, 107, new Absence(true, seconds(600))));
  }

  @Test
  void shortWaitForTheSpoolDoesNotShortenTheOther() {
    Terms terms = new Terms(true, seconds(5), Duration.ZERO, seconds(30), seconds(10));
    assertEquals(
        waitForLost(10),
        decide(claim(State.UNKNOWN), V1, terms, 107, new Absence(true, seconds(20))));
  }

  @Test
  void graceDoesNotWaitForASenderThatIsAway() {
    assertEquals(
        repair(START),
        decide(claim(State.UNKNOWN), V1, GRACE_20, 107, new Absence(true, seconds(0))));
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
    Claim again = claim(State.UNKNOWN, earlier(V1));
    assertEquals(bothLost(), decide(again, V1, terms(true, 30), 109));
    assertEquals(waitForLost(30), decide(again, V1, terms(true, 30), 110));
  }

  @Test
  void everySenderOfTheVersionIsRememberedAndTheLastClaim() {
    Claim again = claim(State.CLAIMED, earlier(V1));
    assertEquals(bothLost(), decide(again, V1, ROTATING, 107, silent(30)));
  }

  @Test
  void lossOfAnOlderVersionDoesNotCountForThisOne() {
    Claim newer = claim(State.UNKNOWN, earlier(V2));
    assertEquals(repair(START), decide(newer, V1, GRACE_20, 109));
  }

  /** E5: the lost call with the older version may still be on its way. */
  @Test
  void nextRotationKeepsALeasesDistanceFromALostCall() {
    for (Claim lost :
        new Claim[] {claim(State.ENDED, earlier(V1)), claim(State.UNKNOWN), claim(State.CLAIMED)}) {
      for (Terms terms : new Terms[] {ROTATING, GRACE_20}) {
        for (double now : new double[] {107, 107.499}) {
          assertEquals(waitForLost(107.5 - now), decide(lost, V2, terms, now));
        }
        assertEquals(take(), decide(lost, V2, terms, 107.5));
      }
    }
  }

  /** The upstream was too busy, say: that resolves nothing of what was lost before. */
  @Test
  void tryThatFailedIsRepeatedAsTheFirstOneWas() {
    Claim failed = claim(State.ENDED, earlier(V1));
    Take again = new Take(8, earlier(V1));
    assertEquals(again, decide(failed, V1, GRACE_20, 104.999));
    assertEquals(waitForLost(30), decide(failed, V1, GRACE_20, 105));
    assertEquals(waitForLost(20), decide(failed, V1, ROTATING, 105, silent(10)));
    assertEquals(again, decide(failed, V1, ROTATING, 105, silent(30)));
    assertEquals(
        waitForLost(500), decide(failed, V1, ROTATING, 105, new Absence(true, seconds(100))));
  }

  @Test
  void distanceIsForRotatingGrantsOnly() {
    Claim repaired = claim(State.ENDED, earlier(V1));
    assertEquals(take(), decide(repaired, V2, STEADY, 100));
  }

  private static Answer bothLost() {
    return new Take(8, new Loss(at(95), V1, CLAIM, Set.of(EARLIER_LIFE, LIFE)));
  }

  private static Answer take() {
    return new Take(8, null);
  }

  /** After the claim's own call alone. */
  private static Answer repair(Instant since) {
    return new Take(8, new Loss(since, V1, CLAIM, Set.of(LIFE)));
  }

  private static Claim claim(State state) {
    return claim(state, null);
  }

  private static Claim claim(State state, @Nullable Loss loss) {
    return new Claim(CLAIM, LIFE, 7, state, LEASE, START, V1, loss);
  }

  private static Loss earlier(UUID version) {
    return new Loss(at(95), version, EARLIER_CLAIM, Set.of(EARLIER_LIFE));
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
      @Nullable Claim claim, UUID version, Terms terms, double now, Absence absence) {
    return ClaimRules.decide(claim, version, terms, absence, at(now));
  }

  private static Absence silent(double seconds) {
    return new Absence(false, seconds(seconds));
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
