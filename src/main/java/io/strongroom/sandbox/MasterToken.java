package io.strongroom.sandbox;

import java.time.Duration;
import java.util.Optional;

/**
 * A user's permission to be entered: its kind, whose it is, and what was asked for it.
 *
 * @param clientId the only client that may use it; empty: every client may
 * @param value the token itself; empty: the provider makes one
 * @param rotating for a refresh token, in place of the client's setting
 * @param reuseGrace likewise
 */
public record MasterToken(
    Kind kind,
    String uid,
    Optional<String> clientId,
    Optional<String> value,
    Optional<Boolean> rotating,
    Optional<Duration> reuseGrace) {

  /** The grants that a master token can be made for. */
  public enum Kind {
    X_TOKEN,
    REFRESH_TOKEN,
    /** Used as it is, for the grant {@code static}. */
    API_KEY
  }

  /** A master token for every client, with a value of the provider's making. */
  public static MasterToken of(Kind kind, String uid) {
    return new MasterToken(
        kind, uid, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  public MasterToken withValue(String token) {
    return new MasterToken(kind, uid, clientId, Optional.of(token), rotating, reuseGrace);
  }

  public MasterToken withClient(String client) {
    return new MasterToken(kind, uid, Optional.of(client), value, rotating, reuseGrace);
  }

  public MasterToken withRotation(boolean on, Duration grace) {
    return new MasterToken(kind, uid, clientId, value, Optional.of(on), Optional.of(grace));
  }

  /** Tells whose it is and never the value. */
  @Override
  public String toString() {
    return "MasterToken[" + kind + " of " + uid + "]";
  }
}
