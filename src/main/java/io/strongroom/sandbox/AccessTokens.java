package io.strongroom.sandbox;

import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The access tokens that were given. Guarded by the provider's lock. */
final class AccessTokens {
  /** Tokens remembered, about 60 MB; the oldest is forgotten first and is inactive from then on. */
  static final int TOKENS_MAX = 200_000;

  private static final int RANDOM_BYTES = 24;

  private final RandomGenerator random;
  private final Map<String, AccessToken> byValue = new LinkedHashMap<>();

  AccessTokens(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Gives a token: the latest one again, where the client is to get it and half its life is left.
   */
  AccessToken give(Authorization authorization, Client client, String scope, Instant now) {
    if (client.sameAccessToken()) {
      Optional<AccessToken> latest =
          authorization.latest(client).filter(token -> reusable(token, client, scope, now));
      if (latest.isPresent()) {
        return latest.get();
      }
    }
    AccessToken token = new AccessToken(value(), authorization, client, scope, now);
    if (byValue.size() >= TOKENS_MAX) {
      byValue.remove(byValue.keySet().iterator().next());
    }
    byValue.put(token.value(), token);
    authorization.remember(token);
    return token;
  }

  Optional<AccessToken> find(String value) {
    return Optional.ofNullable(byValue.get(value));
  }

  private static boolean reusable(AccessToken token, Client client, String scope, Instant now) {
    return token.active(now)
        && token.scope().equals(scope)
        && token.left(now).compareTo(client.accessTokenLife().dividedBy(2)) >= 0;
  }

  private String value() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return "at_" + HexFormat.of().formatHex(bytes);
  }
}
