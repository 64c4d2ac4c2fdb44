package io.strongroom.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.peer.ChaosHistory.Drop;
import io.strongroom.peer.ChaosHistory.Issue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Planted breaks are found, and what only looks like one is not. */
class ChaosRulesTest {
  private final ChaosHistory history = new ChaosHistory();

  @Test
  void olderGenerationAfterANewerOneIsABreak() {
    history.add(granted("ann", 0, 1, "b", 2));
    history.add(granted("ann", 2, 3, "a", 1));

    assertBreaks(1, ChaosRules.generationsThatGoBack(history));
  }

  @Test
  void olderGenerationAfterALongerCallIsABreak() {
    history.add(granted("ann", 0, 5, "a", 1));
    history.add(granted("ann", 1, 2, "c", 3));
    history.add(granted("ann", 6, 7, "b", 2));

    assertBreaks(1, ChaosRules.generationsThatGoBack(history));
  }

  @Test
  void olderGenerationOfAnOverlappingCallIsNone() {
    history.add(granted("ann", 0, 3, "b", 2));
    history.add(granted("ann", 2, 4, "a", 1));
    history.add(granted("bob", 5, 6, "c", 1));

    assertBreaks(0, ChaosRules.breaks(history));
  }

  @Test
  void distrustedGenerationIsABreak() {
    history.add(issue("ann", 2, 0, 1, 200, "a", 2, null, null));
    history.add(issue("ann", 2, 2, 3, 200, "b", 3, null, null));

    assertBreaks(1, ChaosRules.distrustedGenerations(history));
  }

  @Test
  void droppedTokenThatIsServedIsABreak() {
    history.add(new Drop(1, "ann", "a", at(0), at(2)));
    history.add(granted("ann", 1, 3, "a", 1));
    assertBreaks(0, ChaosRules.droppedTokensThatAreServed(history));

    history.add(granted("ann", 3, 4, "a", 1));
    assertBreaks(1, ChaosRules.droppedTokensThatAreServed(history));
  }

  @Test
  void tokenThatTheProviderGivesAgainIsNone() {
    history.add(new Drop(1, "ann", "a", at(0), at(1)));
    history.add(
        new Issue(
            1, "ann", 0, at(2), at(3), 200, "a", 2, /* previouslyDropped= */ true, null, null));

    assertBreaks(0, ChaosRules.breaks(history));
  }

  @Test
  void invalidGrantIsABreakAndUnknownOutcomeIsNone() {
    history.add(refused("unknown-outcome"));
    assertBreaks(0, ChaosRules.breaks(history));

    history.add(refused("invalid-grant"));
    assertBreaks(1, ChaosRules.breaks(history));
  }

  private static void assertBreaks(int count, List<String> breaks) {
    assertEquals(count, breaks.size(), breaks::toString);
  }

  private static Issue granted(String uid, int start, int end, String token, long generation) {
    return issue(uid, 0, start, end, 200, token, generation, null, null);
  }

  private static Issue refused(String reason) {
    return issue("ann", 0, 0, 1, 409, null, 0, "account-not-authorized", reason);
  }

  private static Issue issue(
      String uid,
      long newerThan,
      int start,
      int end,
      int status,
      @Nullable String token,
      long generation,
      @Nullable String code,
      @Nullable String reason) {
    return new Issue(
        1, uid, newerThan, at(start), at(end), status, token, generation, false, code, reason);
  }

  private static Instant at(int second) {
    return Instant.EPOCH.plusSeconds(second);
  }
}
