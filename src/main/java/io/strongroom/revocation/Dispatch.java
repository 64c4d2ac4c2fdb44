package io.strongroom.revocation;

import io.strongroom.upstream.RevocationTarget;
import io.strongroom.upstream.Route;
import org.jspecify.annotations.Nullable;

/**
 * How one client's tokens go to their upstream now.
 *
 * @param route null where the trouble says why there is none
 * @param target null where the upstream revokes nothing any more
 * @param trouble why nothing can be sent; null where it can
 */
record Dispatch(
    @Nullable Route route, @Nullable RevocationTarget target, @Nullable String trouble) {

  static Dispatch impossible(String trouble) {
    return new Dispatch(null, null, trouble);
  }

  /** What becomes of a token that is not sent; null where it is to be sent. */
  @Nullable UpstreamOutcome withoutACall(QueuedItem item) {
    if (item.heldAgain()) {
      return UpstreamOutcome.failed("held-again");
    }
    if (trouble != null) {
      return UpstreamOutcome.failed(trouble);
    }
    if (target == null) {
      return UpstreamOutcome.NOT_SUPPORTED;
    }
    // What was recorded for one origin goes to no other.
    return target.origin().equals(item.origin()) ? null : UpstreamOutcome.failed("origin-changed");
  }
}
