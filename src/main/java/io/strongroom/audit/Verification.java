package io.strongroom.audit;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tenants' chains.
 *
 * <p>The file is read before the head, and the head before the rows: what is sealed or removed for
 * its age meanwhile is not taken for a break.
 */
@Singleton
public class Verification {
  private static final Logger LOG = Logger.getLogger(Verification.class);

  /** A disk that is well has been read by then. */
  private static final Duration FILE_PATIENCE = Duration.ofSeconds(10);

  private final Signing signing;
  private final ChainRows rows;
  private final HeadLog heads;

  Verification(Signing signing, ChainRows rows, HeadLog heads) {
    this.signing = signing;
    this.rows = rows;
    this.heads = heads;
  }

  /**
   * What was found.
   *
   * @param intact whether nothing was found
   * @param complete whether all was looked at; otherwise go on from {@code verifiedTo}
   * @param from the link that was taken for right; rows up to it were not looked at
   * @param verifiedTo the last link that was found right
   * @param rows that were found right
   * @param comparedHeads heads of this instance's file that the chain passes through
   * @param file {@code read}, {@code damaged} where it has lines that are no heads, or {@code
   *     unreadable}
   */
  public record Report(
      boolean intact,
      boolean complete,
      Link from,
      Link verifiedTo,
      long rows,
      List<Finding> findings,
      long comparedHeads,
      String file) {}

  /**
   * Verifies a chain.
   *
   * @param since a head that the caller has kept: the chain must still pass through it, and what
   *     comes before it is not looked at; null for the whole chain
   */
  public Uni<Report> verify(TenantId tenant, @Nullable Link since) {
    return signing
        .signer()
        .chain(
            signer ->
                file(tenant.value())
                    .chain(
                        file -> new ChainCheck(rows, signer, tenant.value(), since, file).run()));
  }

  /** What this instance's file has; nothing, and a note, where it cannot be read. */
  private Uni<Kept> file(String tenant) {
    return heads
        .of(tenant)
        .ifNoItem()
        .after(FILE_PATIENCE)
        .fail()
        .map(heads -> new Kept(heads, heads.damagedLines() == 0 ? "read" : "damaged"))
        .onFailure()
        .invoke(failure -> LOG.warn("The file of audit heads could not be read", failure))
        .onFailure()
        .recoverWithItem(() -> new Kept(KeptHeads.none(), "unreadable"));
  }

  /** The heads of the file, and how it could be read. */
  record Kept(KeptHeads heads, String note) {}
}
