package io.strongroom.coherence;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What membership asks of the database; each is one transaction. */
interface MemberRows {

  /** A message to one member: that these topics have changed. */
  record Letter(UUID change, List<Topic> topics) {}

  /**
   * Makes a member, once every change under way has ended.
   *
   * @param former the member that this instance was before; removed
   * @return the database's time
   */
  Uni<Instant> join(UUID member, @Nullable UUID former);

  /** The database's time; empty where there is no such member any more. */
  Uni<Optional<Instant>> renew(UUID member);

  Uni<List<Letter>> inbox(UUID member);

  /** Deletes letters: the changers may go on. */
  Uni<Void> acknowledge(UUID member, Collection<UUID> changes);

  /** Removes a member that has stopped. */
  Uni<Void> leave(UUID member);

  /** Members whose lease has lapsed by the database's clock, with their leases. */
  Uni<List<Lapsed>> lapsed();

  /** A member that did not renew. */
  record Lapsed(UUID member, Instant leaseUntil) {}

  /** Removes a member with its inbox, unless it has renewed its lease meanwhile. */
  Uni<Void> remove(Lapsed member);
}
