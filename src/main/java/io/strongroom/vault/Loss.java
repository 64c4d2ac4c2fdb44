package io.strongroom.vault;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Calls that sent one version of a master token, one after the other, and ended without a record:
 * nobody knows what the upstream did, and each of their senders may still bring it.
 *
 * @param since when the first of them began
 * @param version what they sent
 * @param last the claim of the newest of them
 * @param lives of their senders
 */
record Loss(Instant since, UUID version, UUID last, Set<UUID> lives) {
  Loss {
    lives = Set.copyOf(lives);
  }

  /** One more call of the same version is lost. */
  Loss and(UUID claim, UUID life) {
    Set<UUID> all = new HashSet<>(lives);
    all.add(life);
    return new Loss(since, version, claim, all);
  }
}
