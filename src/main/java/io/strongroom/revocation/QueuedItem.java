package io.strongroom.revocation;

import io.strongroom.token.TokenKind;
import org.jspecify.annotations.Nullable;

/**
 * A token that waits, as it is stored.
 *
 * @param sealed as it stands; opens only with the origin beside it
 * @param tries that were made
 * @param old whether it has waited for as long as anything does
 * @param heldAgain whether the vault gives this very token out again: then it must live
 */
record QueuedItem(
    String id,
    String uid,
    TokenKind kind,
    byte[] sealed,
    String origin,
    int tries,
    boolean old,
    boolean heldAgain) {

  /** Whether one more failure is the last. */
  boolean isAtItsLastTry() {
    return old || tries + 1 >= Backoff.MOST_TRIES;
  }

  /** What came of it in a round. */
  record Settled(QueuedItem item, @Nullable UpstreamOutcome outcome, boolean asked) {}
}
