package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.token.Verdict;
import io.strongroom.upstream.VerdictRow.Condition.Answered;
import io.strongroom.upstream.VerdictRow.Condition.Lost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The reference page of verdicts is the table in the code. */
class VerdictReferenceTest {
  private static final Path PAGE = Path.of("docs", "reference", "verdicts.md");

  /** Set to write the page anew: {@code mvn test -Dtest=VerdictReferenceTest -Dverdicts.write}. */
  private static final boolean WRITE = System.getProperty("verdicts.write") != null;

  private static final String HEAD =
      """
      # Verdicts

      What a token endpoint's answer, or the lack of one, means. The first table is the one that the code reads (`VerdictTable`);
      exactly one row holds for each reply. Error codes are `error` of the body, else the first of `errors`, letter by letter.
      *Known* are the codes of the table; all others count as none. *Rotates*: the environment's grant may have brought a new master
      token with the answer that was lost.

      | status or loss | error code | body | rotates | verdict | callers are told | repeated at once |
      |---|---|---|---|---|---|---|
      """;

  @Test
  void pageIsTheTableOfTheCode() throws IOException {
    if (WRITE) {
      Files.writeString(PAGE, page());
    }
    assertEquals(
        page(),
        Files.readString(PAGE),
        "run mvn test -Dtest=VerdictReferenceTest -Dverdicts.write");
  }

  private static String page() {
    return HEAD
        + VerdictTable.ROWS.stream().map(VerdictReferenceTest::line).collect(Collectors.joining())
        + tail();
  }

  private static String line(VerdictRow row) {
    VerdictRow.Then then = row.then();
    return "| %s | %s | %s | %s | %s |\n"
        .formatted(
            seen(row.condition()),
            switch (row.rotates()) {
              case YES -> "yes";
              case NO -> "no";
              case EITHER -> "either";
            },
            then == null ? "none" : "`" + then.verdict().code() + "`",
            then == null ? "the client token" : "`" + then.code().code() + "`",
            then != null && then.repeatable() ? "yes" : "no");
  }

  private static String seen(VerdictRow.Condition condition) {
    if (condition instanceof Lost lost) {
      return loss(lost.point()) + " | – | –";
    }
    Answered answered = (Answered) condition;
    return String.join(
        " | ", statuses(answered.statuses()), codes(answered.codes()), body(answered));
  }

  private static String loss(Reply.Point point) {
    return switch (point) {
      case FORBIDDEN_ADDRESS -> "the name resolves to an address that is not allowed";
      case BEFORE_SENDING ->
          "no byte was sent: no such name, refused, no connection in time, TLS failed";
      case TIMEOUT -> "sent, and no whole answer in time";
      case CUT -> "sent, and the connection ended before the answer's end, or it was no HTTP";
    };
  }

  private static String codes(VerdictRow.Codes codes) {
    if (codes.any()) {
      return "any";
    }
    return codes.known().isEmpty()
        ? "none known"
        : codes.known().stream()
            .sorted()
            .map(code -> "`" + code + "`")
            .collect(Collectors.joining(", "));
  }

  private static String body(Answered answered) {
    return switch (answered.content()) {
      case TOKEN -> "a client token";
      case MASTER_TOKEN_ALONE -> "a new refresh token alone";
      case NONE -> withoutToken(answered.statuses());
    };
  }

  private static String withoutToken(@Nullable Statuses statuses) {
    if (statuses == null) {
      return "any; of a 2xx: no token";
    }
    return statuses == Statuses.SUCCESS
        ? "no token that can be read: empty, no JSON object, cut, over 64 KiB"
        : "any";
  }

  /** As the code sorts them, written as spans. */
  private static String statuses(@Nullable Statuses statuses) {
    if (statuses == null) {
      return "any";
    }
    if (statuses == Statuses.REFUSED) {
      return "every other";
    }
    List<String> spans = new ArrayList<>();
    for (int status = 100; status < 1_000; status++) {
      if (Statuses.of(status) == statuses && Statuses.of(status - 1) != statuses) {
        int last = status;
        while (Statuses.of(last + 1) == statuses) {
          last++;
        }
        spans.add(last == status ? "" + status : status + "–" + last);
      }
    }
    return String.join(", ", spans);
  }

  private static String tail() {
    StringBuilder effects = new StringBuilder(EFFECTS);
    for (Verdict verdict : Verdict.values()) {
      effects
          .append("| `")
          .append(verdict.code())
          .append("` | ")
          .append(effect(verdict))
          .append(" |\n");
    }
    return effects.append(BEFORE_THE_CALL).toString();
  }

  private static final String EFFECTS =
      """

      A known code outranks the status, also of a 2xx without a token. A 2xx with a client token is a success whatever else it holds.
      `refresh_token` in an answer is a master token for the grant `refresh_token` alone, or where the environment says `rotating`.
      Before all of this, 400, 401 or 403 with one of the environment's `paymentErrors` asks for a payment authorization: the claim
      ends and nothing is remembered ([upstreams.md](upstreams.md)). Of a call that brought one, `configuration` is told to that
      call and not remembered.
      A call is repeated twice at most, with backoff and jitter, and not where the upstream said `Retry-After`.

      | verdict | effect |
      |---|---|
      """;

  private static String effect(Verdict verdict) {
    return switch (verdict) {
      case TERMINAL ->
          "from the client that last succeeded with this master token, or the default client if none has: the account is not"
              + " authorized until a master token is put. From another client: remembered on that slot only";
      case TRANSIENT -> "nothing stored changes; `Retry-After` is kept to";
      case THROTTLED ->
          "nothing stored changes; remembered on the slot for `Retry-After` (seconds or date, at most an hour)";
      case CONFIGURATION ->
          "remembered on the slot for 60 s, cleared by editing environment or client; the account is not touched";
      case UNKNOWN_OUTCOME ->
          "the old master token is tried once more: at once within half of a grace, else after"
              + " `unknownOutcomeWaitSeconds`; refused, the account is not authorized with reason `unknown-outcome`";
    };
  }

  private static final String BEFORE_THE_CALL =
      """

      A still-valid client token is served all the while, whatever the verdict. A new refresh token that came alone is stored before
      anybody is told, and the next call uses it.

      What never left the service has verdicts of its own: a full queue and a spent budget are `throttled`, an open breaker is
      `transient`. A claim that ended without a record is an unknown outcome for a grant that rotates, and nothing for others.
      """;
}
