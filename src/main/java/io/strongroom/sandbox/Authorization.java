package io.strongroom.sandbox;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a user once permitted: a master token stands for it, access tokens come from it. Ended, it
 * gives no more, and what it gave is dead. Guarded by the provider's lock.
 */
abstract sealed class Authorization permits XToken, RefreshFamily, ApiKey {
  private final String uid;
  private final Optional<String> clientId;
  private final Map<String, AccessToken> latest = new HashMap<>(2);
  private boolean ended;

  Authorization(String uid, Optional<String> clientId) {
    this.uid = uid;
    this.clientId = clientId;
  }

  final String uid() {
    return uid;
  }

  final boolean ended() {
    return ended;
  }

  final void end() {
    ended = true;
    latest.clear();
  }

  /** An authorization without a client of its own serves all of them. */
  final boolean serves(Client client) {
    return !ended && clientId.map(client.clientId()::equals).orElse(true);
  }

  final Optional<AccessToken> latest(Client client) {
    return Optional.ofNullable(latest.get(client.clientId()));
  }

  final void remember(AccessToken token) {
    latest.put(token.clientId(), token);
  }
}
