package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.token.Verdict;
import io.strongroom.upstream.Outcome.Failed;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** All that can come back, through the whole table: status, code, body, loss and rotation. */
class VerdictTableTest {
  private static final int[] STATUSES = {
    199, 200, 201, 204, 299, 300, 301, 302, 400, 401, 403, 404, 405, 408, 409, 415, 422, 429, 500,
    501, 502, 503, 504, 520, 599, 600
  };

  private static final Set<String> TERMINAL =
      Set.of("invalid_grant", "oauth_token.invalid", "account.not_found");

  private static final List<String> STRANGE_CODES =
      List.of("never_heard_of", "INVALID_GRANT", "Basic auth required", " invalid_grant", "");

  private final Verdicts verdicts = new Verdicts(InstantSource.fixed(Instant.EPOCH));

  /**
   * One way a call can end.
   *
   * @param code that can be read in it; empty where there is none
   */
  private record Case(Reply reply, String code, Rotation rotation) {
    Sign sign() {
      return Verdicts.sign(reply, rotation);
    }

    boolean rotating() {
      return rotation == Rotation.EXPECTED;
    }
  }

  @Test
  void exactlyOneRowHoldsForEachReply() {
    for (Case one : all()) {
      assertEquals(1, VerdictTable.rows(one.sign(), one.rotating()).size(), one::toString);
    }
  }

  @Test
  void eachRowIsReached() {
    Set<VerdictRow> reached = new HashSet<>();
    all().forEach(one -> reached.add(VerdictTable.row(one.sign(), one.rotating())));
    List<VerdictRow> idle = new ArrayList<>(VerdictTable.ROWS);
    idle.removeAll(reached);
    assertEquals(List.of(), idle);
  }

  @Test
  void onlyThreeCodesCostAnAccount() {
    for (Case one : all()) {
      if (verdicts.of(one.reply(), one.rotation()) instanceof Failed failed) {
        assertEquals(
            TERMINAL.contains(one.code()), failed.verdict() == Verdict.TERMINAL, one::toString);
      }
    }
  }

  @Test
  void outcomeIsUnknownOnlyWhereTheMasterTokenMayBeUsedUp() {
    for (Case one : all()) {
      if (!one.rotating() && verdicts.of(one.reply(), one.rotation()) instanceof Failed failed) {
        assertNotEquals(Verdict.UNKNOWN_OUTCOME, failed.verdict(), one::toString);
      }
    }
  }

  @Test
  void rotatingCallIsRepeatedOnlyWhereItWasNotActedOn() {
    for (Case one : all()) {
      if (one.rotating()
          && verdicts.of(one.reply(), one.rotation()) instanceof Failed failed
          && failed.repeatable()) {
        assertTrue(saysItDidNothing(one), one::toString);
      }
    }
  }

  @Test
  void newMasterTokenInASuccessIsNeverLost() {
    for (Case one : all()) {
      if (one.reply() instanceof Reply.Answer answer
          && one.rotation() != Rotation.NEVER
          && answer.status() / 100 == 2
          && answer.body().toString().startsWith("{\"refresh_token\"")) {
        Outcome outcome = verdicts.of(answer, one.rotation());
        assertTrue(
            outcome instanceof Outcome.Rotated
                || ((Outcome.Granted) outcome).newMasterToken() != null,
            one::toString);
      }
    }
  }

  private static boolean saysItDidNothing(Case one) {
    if (one.reply() instanceof Reply.Lost lost) {
      return lost.point() == Reply.Point.BEFORE_SENDING;
    }
    boolean unavailable = ((Reply.Answer) one.reply()).status() == 503;
    return one.code().equals("temporarily_unavailable") || unavailable;
  }

  private static List<Case> all() {
    List<Case> all = new ArrayList<>();
    for (Rotation rotation : Rotation.values()) {
      for (Reply.Point point : Reply.Point.values()) {
        all.add(new Case(new Reply.Lost(point, "x"), "", rotation));
      }
      for (int status : STATUSES) {
        addAnswers(all, status, rotation);
      }
    }
    assertTrue(all.size() > 5_000, "cases: " + all.size());
    return all;
  }

  private static void addAnswers(List<Case> all, int status, Rotation rotation) {
    List<String> codes = new ArrayList<>(VerdictTable.KNOWN_CODES);
    codes.addAll(STRANGE_CODES);
    for (String code : codes) {
      for (String body : readable(code)) {
        all.add(new Case(answer(status, body), code, rotation));
      }
    }
    for (String body : unreadable()) {
      all.add(new Case(answer(status, body), "", rotation));
    }
    all.add(new Case(new Reply.Answer(status, null, Buffer.buffer(), false), "", rotation));
  }

  private static List<String> readable(String code) {
    String error = "\"error\":\"" + code + "\"";
    return List.of(
        "{" + error + "}",
        "{\"errors\":[\"" + code + "\",\"invalid_grant\"]}",
        "{" + error + ",\"access_token\":\"t\"}",
        "{\"refresh_token\":\"r\"," + error + "}",
        "{\"refresh_token\":\"r\"," + error + ",\"access_token\":\"t\"}");
  }

  private static List<String> unreadable() {
    return List.of(
        "",
        "{}",
        "<html>invalid_grant</html>",
        "{\"error\":\"invalid_grant\"",
        "[{\"error\":\"invalid_grant\"}]",
        "{\"error\":{\"code\":\"invalid_grant\"}}",
        "{\"access_token\":\"\"}",
        "{\"refresh_token\":\"r\"}",
        "{\"refresh_token\":\"r\",\"access_token\":\"t\"}",
        "{\"access_token\":\"t\"}");
  }

  private static Reply.Answer answer(int status, String body) {
    return new Reply.Answer(status, null, Buffer.buffer(body));
  }
}
