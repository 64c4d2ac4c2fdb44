package io.strongroom.vault;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The right to ask the upstream for one slot, or for one whole account, as it is stored.
 *
 * @param leaseUntil its holder may be under way until then, and longer if it is stalled
 * @param fence counts claims of the same thing
 * @param masterVersion what the call sends
 * @param loss calls before it that ended without a record; null where none did
 */
record Claim(
    UUID id,
    UUID life,
    long fence,
    State state,
    Instant leaseUntil,
    Instant startedAt,
    UUID masterVersion,
    @Nullable Loss loss) {

  boolean isHeld(Instant now) {
    return state == State.CLAIMED && now.isBefore(leaseUntil);
  }

  /** What is lost now that nobody holds the claim any more: its own call too, unless it ended. */
  @Nullable Loss lossUnheld() {
    if (state == State.ENDED) {
      return loss;
    }
    return loss != null && masterVersion.equals(loss.version())
        ? loss.and(id, life)
        : new Loss(startedAt, masterVersion, id, Set.of(life));
  }

  /** Where a claim is in its life. */
  enum State {
    CLAIMED("claimed"),
    ENDED("ended"),
    /** Ended without a record: nobody knows what the upstream did. */
    UNKNOWN("unknown");

    private final String stored;

    State(String stored) {
      this.stored = stored;
    }

    String stored() {
      return stored;
    }

    static State of(String stored) {
      for (State state : values()) {
        if (state.stored.equals(stored)) {
          return state;
        }
      }
      throw new IllegalStateException("no such state of a claim: " + stored);
    }
  }
}
