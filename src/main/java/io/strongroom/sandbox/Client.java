package io.strongroom.sandbox;

import java.time.Duration;

/**
 * A client registered with the simulated provider, and how the provider treats it.
 *
 * @param clientSecret its password, or the public key (a JWK) that its assertions are checked by
 * @param rotating each refresh replaces the refresh token
 * @param reuseGrace how long the immediately previous refresh token still yields the current one
 * @param sameAccessToken give the same access token again while half of its life is left
 * @param scope space-separated scopes that may be asked for; empty means none are told
 * @param revocable false: {@code /revoke_token} answers {@code unsupported_token_type}
 */
public record Client(
    String clientId,
    String clientSecret,
    AuthMethod authMethod,
    boolean rotating,
    Duration reuseGrace,
    Duration accessTokenLife,
    ExpiresInForm expiresIn,
    boolean sameAccessToken,
    String scope,
    boolean revocable) {

  /** The longest grace seen with real providers. */
  public static final Duration REUSE_GRACE_MAX = Duration.ofSeconds(300);

  /** Ten years: longer lives than any provider gives, short enough to add to any date. */
  public static final Duration ACCESS_TOKEN_LIFE_MAX = Duration.ofDays(3_650);

  public Client {
    if (reuseGrace.isNegative() || reuseGrace.compareTo(REUSE_GRACE_MAX) > 0) {
      throw new IllegalArgumentException("reuseGrace is 0 to 300 seconds");
    }
    if (accessTokenLife.toSeconds() < 1 || accessTokenLife.compareTo(ACCESS_TOKEN_LIFE_MAX) > 0) {
      throw new IllegalArgumentException("accessTokenLife is 1 second to 3,650 days");
    }
  }

  /** The strictest provider: rotates, without grace; access tokens live for an hour. */
  public static Client of(String clientId, String clientSecret) {
    return new Client(
        clientId,
        clientSecret,
        AuthMethod.EITHER,
        true,
        Duration.ZERO,
        Duration.ofHours(1),
        ExpiresInForm.NUMBER,
        false,
        "",
        true);
  }

  public Client withAuthMethod(AuthMethod method) {
    return new Client(
        clientId,
        clientSecret,
        method,
        rotating,
        reuseGrace,
        accessTokenLife,
        expiresIn,
        sameAccessToken,
        scope,
        revocable);
  }

  /** Rotation on or off, and the grace in which the previous refresh token still works. */
  public Client withRotation(boolean on, Duration grace) {
    return new Client(
        clientId,
        clientSecret,
        authMethod,
        on,
        grace,
        accessTokenLife,
        expiresIn,
        sameAccessToken,
        scope,
        revocable);
  }

  /** How long access tokens live, how answers tell it, and whether one is given twice. */
  public Client withAccessTokens(Duration life, ExpiresInForm form, boolean same) {
    return new Client(
        clientId,
        clientSecret,
        authMethod,
        rotating,
        reuseGrace,
        life,
        form,
        same,
        scope,
        revocable);
  }

  public Client withScope(String scopes) {
    return new Client(
        clientId,
        clientSecret,
        authMethod,
        rotating,
        reuseGrace,
        accessTokenLife,
        expiresIn,
        sameAccessToken,
        scopes,
        revocable);
  }

  public Client withRevocable(boolean may) {
    return new Client(
        clientId,
        clientSecret,
        authMethod,
        rotating,
        reuseGrace,
        accessTokenLife,
        expiresIn,
        sameAccessToken,
        scope,
        may);
  }

  /** Names the client and never its secret. */
  @Override
  public String toString() {
    return "Client[" + clientId + "]";
  }
}
