package io.strongroom.sandbox;

import java.time.Duration;
import java.time.Instant;

/** An access token that was given, and what came of it. Guarded by the provider's lock. */
final class AccessToken {
  private final String value;
  private final Authorization authorization;
  private final String clientId;
  private final String scope;
  private final Instant issuedAt;
  private final Instant expiresAt;
  private boolean revoked;

  AccessToken(
      String value, Authorization authorization, Client client, String scope, Instant issuedAt) {
    this.value = value;
    this.authorization = authorization;
    this.clientId = client.clientId();
    this.scope = scope;
    this.issuedAt = issuedAt;
    this.expiresAt = issuedAt.plus(client.accessTokenLife());
  }

  String value() {
    return value;
  }

  Authorization authorization() {
    return authorization;
  }

  String clientId() {
    return clientId;
  }

  String scope() {
    return scope;
  }

  Instant issuedAt() {
    return issuedAt;
  }

  Instant expiresAt() {
    return expiresAt;
  }

  Duration left(Instant now) {
    return Duration.between(now, expiresAt);
  }

  boolean active(Instant now) {
    return !revoked && !authorization.ended() && now.isBefore(expiresAt);
  }

  void revoke() {
    revoked = true;
  }
}
