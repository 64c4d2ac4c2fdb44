package io.strongroom.vault;

import java.util.Collections;
import java.util.Set;
import java.util.UUID;

/**
 * Those who made calls that ended without a record. A life that has ended with an empty spool is in
 * neither set: it brings nothing any more.
 *
 * @param alive lives that renew their lease
 * @param away lives that do not, and whose spool may hold an outcome
 */
record Senders(Set<UUID> alive, Set<UUID> away) {
  static final Senders SETTLED = new Senders(Set.of(), Set.of());

  Senders {
    alive = Set.copyOf(alive);
    away = Set.copyOf(away);
  }

  boolean isAnyAway() {
    return !away.isEmpty();
  }

  /** Whether a life that was away before goes on now. */
  boolean hasReturnedSince(Senders before) {
    return !Collections.disjoint(before.away, alive);
  }
}
