package io.strongroom.audit;

import io.strongroom.seal.ServiceSigner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be said of a chain without looking at its rows: where it begins and ends. */
final class HeadCheck {
  private final String tenant;
  private final ServiceSigner signer;
  private final ChainState state;
  private final List<Finding> findings = new ArrayList<>();

  private HeadCheck(String tenant, ServiceSigner signer, ChainState state) {
    this.tenant = tenant;
    this.signer = signer;
    this.state = state;
  }

  /**
   * @param kept heads of this instance's file
   * @param since a head that the caller has kept
   */
  static List<Finding> of(
      String tenant, ServiceSigner signer, KeptHeads kept, @Nullable Link since, ChainState state) {
    HeadCheck check = new HeadCheck(tenant, signer, state);
    check.signatures();
    check.strayRows();
    check.keptHeads(kept, since);
    return check.findings;
  }

  private void signatures() {
    Head head = state.head();
    ChainState.Anchor anchor = state.anchor();
    if (head == null && state.highest() != null) {
      findings.add(new Finding(state.highest(), Break.HEAD_MISSING));
    }
    if (head != null && !head.isSignedBy(signer)) {
      findings.add(new Finding(head.link().seq(), Break.HEAD_CHANGED));
    }
    if (anchor != null && !anchor.isSignedBy(signer, tenant)) {
      findings.add(new Finding(anchor.link().seq(), Break.ANCHOR_CHANGED));
    }
  }

  /** Rows before the beginning or behind the end. */
  private void strayRows() {
    if (state.lowest() != null && state.lowest() <= state.begin().seq()) {
      findings.add(new Finding(state.lowest(), Break.INSERTED));
    }
    if (state.highest() != null && state.highest() > state.end()) {
      findings.add(new Finding(state.end() + 1, Break.INSERTED));
    }
  }

  private void keptHeads(KeptHeads kept, @Nullable Link since) {
    boolean fileIsAhead =
        kept.bySeq().tailMap(state.end(), false).values().stream()
            .flatMap(List::stream)
            .anyMatch(head -> head.isSignedBy(signer));
    boolean callerIsAhead = since != null && since.seq() > state.end();
    if (fileIsAhead || callerIsAhead) {
      findings.add(new Finding(state.end() + 1, Break.ROLLED_BACK));
    } else if (since != null && isAnotherBegin(since)) {
      findings.add(new Finding(since.seq(), Break.ROLLED_BACK));
    }
  }

  private boolean isAnotherBegin(Link since) {
    return since.seq() == state.begin().seq() && !since.equals(state.begin());
  }
}
