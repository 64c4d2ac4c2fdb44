package io.strongroom.revocation;

import io.strongroom.upstream.RevocationAnswer;
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
