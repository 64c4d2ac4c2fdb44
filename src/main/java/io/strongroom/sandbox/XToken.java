package io.strongroom.sandbox;

import java.util.Optional;

/** An authorization whose master token stays the same: the grant {@code x-token}. */
final class XToken extends Authorization {
  XToken(String uid, Optional<String> clientId) {
    super(uid, clientId);
  }
}
