package io.strongroom.vault;

import io.strongroom.revocation.UpstreamReport;
import org.jspecify.annotations.Nullable;

/**
 * How far a revocation has come.
 *
 * @param revocationId absent for a dry run, of which nothing is kept
 * @param matched client tokens that it is about
 * @param revoked client tokens that have ended here
 * @param upstream what came of asking upstreams, master tokens included
 */
public record RevocationReport(
    @Nullable String revocationId, long matched, long revoked, UpstreamReport.Counts upstream) {

  /** Whether it still goes on here; a dry run has nothing to go on with. */
  public boolean isUnderWay() {
    return revocationId != null && revoked < matched;
  }
}
