package io.strongroom.upstream;

import io.strongroom.token.FaultCode;
import io.strongroom.token.Verdict;
import io.strongroom.upstream.Sign.Content;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of verdicts.
 *
 * @param rotates for which grants it holds
 * @param then what callers are told; null: they get the client token
 */
record VerdictRow(Condition condition, Rotates rotates, @Nullable Then then) {

  /** When a row holds. */
  sealed interface Condition {

    /**
     * @param statuses null: whatever the status
     */
    record Answered(@Nullable Statuses statuses, Content content, Codes codes)
        implements Condition {}

    record Lost(Reply.Point point) implements Condition {}
  }

  /**
   * Which error codes, letter by letter.
   *
   * @param known none: no code that any row knows
   */
  record Codes(boolean any, Set<String> known) {
    static final Codes ANY = new Codes(true, Set.of());
    static final Codes NONE_KNOWN = new Codes(false, Set.of());

    static Codes of(String... codes) {
      return new Codes(false, Set.of(codes));
    }

    private boolean meets(@Nullable String knownCode) {
      return any || (knownCode == null ? known.isEmpty() : known.contains(knownCode));
    }
  }

  /** Whether an answer may have brought a new master token. */
  enum Rotates {
    YES,
    NO,
    EITHER
  }

  /**
   * What follows.
   *
   * @param repeatable whether the very call can be made again without any risk
   * @param detail for callers; holds nothing of the upstream's
   */
  record Then(Verdict verdict, FaultCode code, boolean repeatable, String detail) {

    /**
     * @param seen status or kind of the loss, put behind the detail
     * @param retryAfter what the upstream asked to wait; null where it did not
     */
    Outcome.Failed failed(String seen, @Nullable Duration retryAfter) {
      boolean told = verdict == Verdict.THROTTLED || verdict == Verdict.TRANSIENT;
      Duration rest = told ? retryAfter : null;
      return new Outcome.Failed(
          verdict, code, detail + " (" + seen + ")", rest, repeatable && rest == null);
    }
  }

  /**
   * @param knownCode the error code if any row knows it, else null
   */
  boolean meets(Sign sign, @Nullable String knownCode, boolean rotating) {
    return (rotates == Rotates.EITHER || (rotates == Rotates.YES) == rotating)
        && meets(sign, knownCode);
  }

  private boolean meets(Sign sign, @Nullable String knownCode) {
    if (condition instanceof Condition.Lost lost) {
      return sign instanceof Sign.Lost seen && seen.point() == lost.point();
    }
    Condition.Answered asked = (Condition.Answered) condition;
    return sign instanceof Sign.Answered seen
        && (asked.statuses() == null || asked.statuses() == seen.status())
        && asked.content() == seen.content()
        && asked.codes().meets(knownCode);
  }
}
