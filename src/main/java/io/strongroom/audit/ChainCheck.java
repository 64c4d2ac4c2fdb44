package io.strongroom.audit;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Verification.Kept;
import io.strongroom.audit.Verification.Report;
import io.strongroom.seal.ServiceSigner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One verification of one chain: page by page, each read by a statement of its own, so that neither
 * memory nor a transaction grows with it. Used by one chain of steps.
 */
final class ChainCheck {
  /** Rows of one statement: some tens of milliseconds. */
  private static final int PAGE = 2_000;

  /** Rows of one call: about half a minute. The next one goes on where it ended. */
  private static final long MOST_ROWS = 2_000_000;

  private final ChainRows rows;
  private final ServiceSigner signer;
  private final String tenant;
  private final @Nullable Link since;
  private final Kept kept;

  ChainCheck(ChainRows rows, ServiceSigner signer, String tenant, @Nullable Link since, Kept kept) {
    this.rows = rows;
    this.signer = signer;
    this.tenant = tenant;
    this.since = since;
    this.kept = kept;
  }

  Uni<Report> run() {
    return rows.state(tenant).chain(state -> run(state));
  }

  private Uni<Report> run(ChainState state) {
    List<Finding> findings =
        new ArrayList<>(HeadCheck.of(tenant, signer, kept.heads(), since, state));
    Link from = begin(state);
    ChainWalk walk = new ChainWalk(from, state.end(), kept.heads(), signer);
    return passedThrough(from, state)
        .chain(there -> there == null ? walk(walk, from.seq() + MOST_ROWS) : found(there))
        .invoke(finding -> addTo(findings, finding, walk, state))
        .chain(finding -> unlessOvertaken(finding, report(findings, from, walk)));
  }

  /** Where the walk begins: at what the caller has kept, if that is of this chain's rows. */
  private Link begin(ChainState state) {
    Link begin = state.begin();
    return since != null && since.seq() > begin.seq() && since.seq() <= state.end() ? since : begin;
  }

  /** Whether the row of the kept head still has its hash; the item is null where it has. */
  private Uni<@Nullable Finding> passedThrough(Link from, ChainState state) {
    if (from.equals(state.begin())) {
      return Uni.createFrom().nullItem();
    }
    return rows.page(tenant, from.seq() - 1, from.seq(), 1)
        .map(
            entries -> {
              if (entries.isEmpty()) {
                return new Finding(from.seq(), Break.REMOVED);
              }
              byte[] hash = entries.get(0).hash();
              boolean same = hash != null && from.hasHash(hash);
              return same ? null : new Finding(from.seq(), Break.ROLLED_BACK);
            });
  }

  private static Uni<@Nullable Finding> found(Finding finding) {
    return Uni.createFrom().item(finding);
  }

  private Uni<@Nullable Finding> walk(ChainWalk walk, long most) {
    if (walk.isAtEnd()) {
      return Uni.createFrom().nullItem();
    }
    return Uni.createFrom()
        .deferred(() -> rows.page(tenant, walk.at().seq(), walk.end(), PAGE))
        .map(entries -> Optional.ofNullable(walk.pass(entries)))
        .repeat()
        .whilst(found -> found.isEmpty() && !walk.isAtEnd() && walk.at().seq() < most)
        .collect()
        .last()
        .map(found -> found.orElse(null));
  }

  /** Rows that all follow, and another end: they were written anew, and could not be signed. */
  private static void addTo(
      List<Finding> findings, @Nullable Finding finding, ChainWalk walk, ChainState state) {
    Head head = state.head();
    if (finding != null) {
      findings.add(finding);
    } else if (head != null && walk.isAtEnd() && !walk.at().equals(head.link())) {
      findings.add(new Finding(head.link().seq(), Break.CHANGED));
    }
  }

  /** Rows that were removed for their age since the state was read begin the check anew. */
  private Uni<Report> unlessOvertaken(@Nullable Finding finding, Report report) {
    return finding == null || finding.kind() != Break.REMOVED
        ? Uni.createFrom().item(report)
        : rows.state(tenant)
            .chain(
                now ->
                    now.begin().seq() >= finding.seq() ? run(now) : Uni.createFrom().item(report));
  }

  private Report report(List<Finding> findings, Link from, ChainWalk walk) {
    return new Report(
        findings.isEmpty(),
        walk.isAtEnd(),
        from,
        walk.at(),
        walk.at().seq() - from.seq(),
        findings.stream().sorted(Comparator.comparingLong(Finding::seq)).toList(),
        walk.compared(),
        kept.note());
  }
}
