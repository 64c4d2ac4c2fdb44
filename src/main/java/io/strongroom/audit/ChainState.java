package io.strongroom.audit;

import io.strongroom.seal.ServiceSigner;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's chain as one statement saw it.
 *
 * @param head null where there is none
 * @param anchor after which the chain begins; null where there is no head
 * @param lowest of the rows that were sealed; null where there are none
 */
record ChainState(
    @Nullable Head head,
    @Nullable Anchor anchor,
    @Nullable Long lowest,
    @Nullable Long highest,
    long unsealed) {

  /** Where a chain begins. */
  record Anchor(Link link, byte[] signature) {
    boolean isSignedBy(ServiceSigner signer, String tenant) {
      return Head.isAnchor(signer, tenant, link, signature);
    }
  }

  /** Whether nothing was ever sealed. */
  boolean isEmpty() {
    return head == null && highest == null;
  }

  Link begin() {
    return anchor == null ? Link.START : anchor.link();
  }

  /** The last place that should have a row. */
  long end() {
    long last = highest == null ? 0 : highest;
    return head == null ? last : head.link().seq();
  }
}
