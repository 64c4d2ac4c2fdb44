package io.strongroom.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.history.Seen.Dropped;
import io.strongroom.history.Seen.Inactive;
import io.strongroom.history.Seen.Issued;
import io.strongroom.history.Seen.Refused;
import io.strongroom.history.Seen.Revoked;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bad histories are told as such, and good ones are not. */
class HistoryRulesTest {
  @Test
  void generationThatGoesBackIsTold() {
    assertWrong("u: generation 1 after 2", issued(2, "b", 0, 1), issued(1, "a", 2, 3));
  }

  @Test
  void generationsOfOverlappingCallsMayComeInAnyOrder() {
    assertRight(issued(2, "b", 0, 2), issued(1, "a", 1, 3));
  }

  @Test
  void generationGoesBackBehindOneThatWasAskedLong() {
    assertWrong(
        "u: generation 1 after 2",
        issued(1, "a", 0, 9),
        issued(2, "b", 1, 2),
        issued(1, "a", 3, 4));
  }

  @Test
  void twoTokensOfOneGenerationAreTold() {
    assertWrong("u: two tokens of generation 1", issued(1, "a", 0, 1), issued(1, "b", 2, 3));
  }

  @Test
  void droppedTokenThatIsServedIsTold() {
    assertWrong(
        "u: generation 1 was dropped, and served",
        issued(1, "a", 0, 1),
        new Dropped("u", "a", 2, 3),
        issued(1, "a", 4, 5));
  }

  @Test
  void tokenThatWasToldToBeInactiveAndIsServedIsTold() {
    assertWrong(
        "u: generation 1 was inactive, and served",
        issued(1, "a", 0, 1),
        new Inactive("u", "a", 2, 3),
        issued(1, "a", 4, 5));
    assertRight(issued(1, "a", 0, 1), new Inactive("u", "a", 2, 5), issued(1, "a", 4, 6));
  }

  @Test
  void tokenMayBeServedUntilItsDropIsAnswered() {
    assertRight(issued(1, "a", 0, 1), new Dropped("u", "a", 2, 5), issued(1, "a", 4, 6));
  }

  @Test
  void droppedTokenMayComeAgainWhenItSaysSo() {
    assertRight(
        issued(1, "a", 0, 1), new Dropped("u", "a", 2, 3), new Issued("u", 2, "a", true, 4, 5));
  }

  @Test
  void revokedTokenThatIsServedIsTold() {
    assertWrong(
        "u: generation 1 was revoked, and served",
        issued(1, "a", 0, 1),
        new Revoked("u", 2, 3),
        issued(1, "a", 4, 5));
  }

  @Test
  void tokenThatCameDuringARevocationMayStay() {
    assertRight(issued(1, "a", 0, 3), new Revoked("u", 2, 4), issued(1, "a", 5, 6));
  }

  @Test
  void otherAccountsHaveGenerationsOfTheirOwn() {
    assertRight(issued(2, "b", 0, 1), new Issued("other", 1, "a", false, 2, 3));
  }

  @Test
  void refusalThatNoFaultExplainsIsTold() {
    assertWrong(
        "u: refused with 400 invalid-request", new Refused("u", 400, "invalid-request", 0, 1));
    assertRight(new Refused("u", 503, "vault-unavailable", 0, 1));
  }

  private static Issued issued(long generation, String token, long askedAt, long answeredAt) {
    return new Issued("u", generation, token, false, askedAt, answeredAt);
  }

  private static void assertRight(Seen... history) {
    assertEquals(List.of(), HistoryRules.violations(List.of(history)));
  }

  private static void assertWrong(String told, Seen... history) {
    assertEquals(List.of(told), HistoryRules.violations(List.of(history)));
  }
}
