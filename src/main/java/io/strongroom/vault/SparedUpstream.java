package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.token.Fault;
import io.strongroom.token.Slot;
import io.strongroom.upstream.Outcome;
import io.strongroom.upstream.TokenEndpoint;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Tells callers at once that an upstream would not be asked, without a claim and a record: while it
 * is down they cost a look at the slot and no write.
 *
 * <p>Where a claim is there that has not ended in a record the long way is gone: somebody may bring
 * the token, or the claim's lost call wants the one more try, which no guard refuses.
 */
@Singleton
class SparedUpstream {
  private static final String HAS_OPEN_CLAIM =
      """
      SELECT EXISTS (SELECT 1 FROM claim
                      WHERE tenant_id = $1::text AND environment = $2::text AND uid = $3::text
                        AND client_id IN ('', $4::text) AND state <> 'ended') AS open
      """;

  private final Database database;
  private final TokenEndpoint upstream;

  SparedUpstream(Database database, TokenEndpoint upstream) {
    this.database = database;
    this.upstream = upstream;
  }

  /** Fails where an exchange of the slot would be refused by the guard of its environment. */
  Uni<Void> requireWilling(SlotView view) {
    Slot slot = view.slot();
    Optional<Outcome.Failed> refusal =
        upstream.refusal(slot.tenant(), slot.environment(), view.revisions());
    return refusal.isEmpty()
        ? Uni.createFrom().voidItem()
        : database
            .read(HAS_OPEN_CLAIM, SlotRecord.key(slot))
            .map(rows -> rows.iterator().next().getBoolean("open"))
            .invoke(
                open -> {
                  if (!open) {
                    throw fault(refusal.get()).exception();
                  }
                })
            .replaceWithVoid();
  }

  private static Fault fault(Outcome.Failed refusal) {
    Fault fault = Fault.of(refusal.code(), refusal.detail());
    return refusal.retryAfter() == null ? fault : fault.retryAfter(refusal.retryAfter());
  }
}
