package io.strongroom.revocation;

import io.strongroom.token.InvalidValue;
import io.strongroom.upstream.RevocationAnswer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the asking for one token has come.
 *
 * @param reason a word of ours for a failure, or for the last try; null where there is none
 */
record UpstreamOutcome(State state, @Nullable String reason) {
  static final UpstreamOutcome NOT_SUPPORTED = new UpstreamOutcome(State.NOT_SUPPORTED, null);

  /** The words of reports and rows. */
  enum State {
    /** Not asked yet, or not answered. */
    PENDING("pending"),
    REVOKED("revoked"),
    /** The upstream revokes nothing, or nothing of this kind. */
    NOT_SUPPORTED("notSupported"),
    /** Given up. */
    FAILED("failed");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    /** Refuses what is none of the words; null is taken. */
    static void require(@Nullable String outcome) {
      List<String> words = Arrays.stream(values()).map(State::word).toList();
      InvalidValue.unless(
          outcome == null || words.contains(outcome), "outcome", "must be one of " + words);
    }
  }

  static UpstreamOutcome failed(String reason) {
    return new UpstreamOutcome(State.FAILED, reason);
  }

  /**
   * @param last whether it is not asked again
   */
  static UpstreamOutcome of(RevocationAnswer answer, boolean last) {
    if (answer instanceof RevocationAnswer.Later later) {
      return new UpstreamOutcome(last ? State.FAILED : State.PENDING, later.reason());
    }
    if (answer instanceof RevocationAnswer.Refused) {
      return failed("refused");
    }
    return answer instanceof RevocationAnswer.Revoked
        ? new UpstreamOutcome(State.REVOKED, null)
        : NOT_SUPPORTED;
  }
}
