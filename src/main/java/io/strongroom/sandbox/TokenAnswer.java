package io.strongroom.sandbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Gives access tokens in the form of RFC 6749 section 5.1. */
final class TokenAnswer {
  private final AccessTokens accessTokens;

  TokenAnswer(AccessTokens accessTokens) {
    this.accessTokens = accessTokens;
  }

  Answer give(
      Authorization from, Client client, String scope, Optional<String> refreshToken, Instant now) {
    AccessToken token = accessTokens.give(from, client, scope, now);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("access_token", token.value());
    members.put("token_type", "bearer");
    client.expiresIn().put(members, token.left(now));
    refreshToken.ifPresent(value -> members.put("refresh_token", value));
    if (!scope.isEmpty()) {
      members.put("scope", scope);
    }
    return Answer.granted(members);
  }
}
