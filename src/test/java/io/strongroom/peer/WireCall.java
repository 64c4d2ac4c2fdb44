package io.strongroom.peer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One exchange as it was seen between the vault and a provider; tokens by their ids alone.
 *
 * @param session of the refresh token that was sent
 * @param token the id of the refresh token that was sent
 * @param sentAt when the whole request had been handed to the provider; null where it never was
 * @param status of the reply; null where none came whole
 * @param refused whether the reply says {@code invalid_grant}
 * @param endedAt when the reply was whole, or the connection gone
 */
record WireCall(
    String session,
    String token,
    Instant openedAt,
    @Nullable Instant sentAt,
    @Nullable Integer status,
    boolean refused,
    Instant endedAt) {

  boolean granted() {
    return status != null && status == 200;
  }

  /** Whether the provider had it, and nobody read what came of it. */
  boolean lost() {
    return sentAt != null && status == null;
  }

  boolean openDuring(ChaosHistory.Kill kill) {
    return !openedAt.isAfter(kill.dead()) && !endedAt.isBefore(kill.sent());
  }
}
