package io.strongroom.vault;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The right to ask the upstream for one slot, or for one whole account, as it is stored.
 *
 * @param leaseUntil its holder may be under way until then, and longer if it is stalled
 * @param fence counts claims of the same thing
 * @param masterVersion what the call sends
 * @param lostAt when the last call that ended without a record began; null where none did
 */
record Claim(
    UUID id,
    UUID life,
    long fence,
    State state,
    Instant leaseUntil,
    Instant startedAt,
    UUID masterVersion,
    @Nullable Instant lostAt,
    @Nullable UUID lostVersion) {

  boolean isHeld(Instant now) {
    return state == State.CLAIMED && now.isBefore(leaseUntil);
  }

  /** The claim with its own call counted as lost, unless an earlier one of its version is. */
  Claim lostNow() {
    return masterVersion.equals(lostVersion)
        ? this
        : new Claim(
            id, life, fence, state, leaseUntil, startedAt, masterVersion, startedAt, masterVersion);
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
