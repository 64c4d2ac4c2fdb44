package io.strongroom.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.peer.ChaosHistory.Kill;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Planted breaks are found; a loss is put down to a kill only with all of its evidence. */
class WireRulesTest {
  private static final WireCall LOST = call("s", "t1", 0, 3, null);
  private static final WireCall REPAIR = call("s", "t1", 9, 10, 400);
  private static final Kill KILL = new Kill(at(2), at(3));

  @Test
  void tokenThatIsSentAgainAfterItsReplyIsABreak() {
    assertBreaks(1, call("s", "t1", 0, 1, 200), call("s", "t1", 2, 3, 400));
  }

  @Test
  void callsOfOneSessionAtOnceAreABreak() {
    assertBreaks(1, call("s", "t1", 0, 2, null), call("s", "t1", 1, 3, 200));
  }

  @Test
  void triesAfterLostAndUnavailableCallsAreNone() {
    assertBreaks(
        0,
        LOST,
        call("s", "t1", 4, 5, 503),
        call("s", "t1", 6, 7, 200),
        call("s", "t2", 8, 9, 200),
        call("other", "t3", 0, 9, 200));
  }

  @Test
  void lossByAKillNeedsTheKillTheRefusalAndTheProvidersLog() {
    var calls = List.of(LOST, REPAIR);
    var later = List.of(new Kill(at(5), at(6)));

    assertEquals(Optional.of(LOST), WireRules.lostByKill("s", calls, List.of(KILL), Set.of("t1")));
    assertEquals(Optional.empty(), WireRules.lostByKill("s", calls, later, Set.of("t1")));
    assertEquals(Optional.empty(), WireRules.lostByKill("s", calls, List.of(KILL), Set.of()));
    assertEquals(
        Optional.empty(), WireRules.lostByKill("s", List.of(LOST), List.of(KILL), Set.of("t1")));
    assertEquals(
        Optional.empty(), WireRules.lostByKill("other", calls, List.of(KILL), Set.of("t1")));
  }

  @Test
  void replyThatArrivedIsNoLossByAKill() {
    var answered = call("s", "t1", 0, 3, 200);

    assertEquals(
        Optional.empty(),
        WireRules.lostByKill("s", List.of(answered, REPAIR), List.of(KILL), Set.of("t1")));
  }

  private static void assertBreaks(int count, WireCall... calls) {
    var breaks = WireRules.breaks(List.of(calls));
    assertEquals(count, breaks.size(), breaks::toString);
  }

  private static WireCall call(
      String session, String token, int start, int end, @Nullable Integer status) {
    boolean refused = status != null && status == 400;
    return new WireCall(session, token, at(start), at(start), status, refused, at(end));
  }

  private static Instant at(int second) {
    return Instant.EPOCH.plusSeconds(second);
  }
}
