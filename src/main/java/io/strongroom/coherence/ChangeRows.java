package io.strongroom.coherence;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.TenantId;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** What changers ask of the database. */
interface ChangeRows {

  /**
   * Changes about one of these topics, all of one tenant, that some member has not acknowledged.
   */
  Uni<Set<UUID>> open(Collection<Topic> topics);

  /** Changes of a tenant that some member has not acknowledged. */
  Uni<Set<UUID>> open(TenantId tenant);

  /** Whether some member has not acknowledged one of these changes. */
  Uni<Boolean> anyOpen(Set<UUID> changes);

  /**
   * Removes the members that have not acknowledged, if their lease has lapsed by the database's
   * clock, looked at under the member's lock.
   */
  Uni<Void> removeLapsed(Set<UUID> changes);
}
