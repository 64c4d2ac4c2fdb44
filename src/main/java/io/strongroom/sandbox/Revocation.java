package io.strongroom.sandbox;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * RFC 7009: the answer is 200 without a body for unknown tokens too. A master token, current or
 * replaced, ends its whole authorization; an access token ends alone.
 */
final class Revocation implements ClientProcedure {
  private final Authorizations authorizations;
  private final AccessTokens accessTokens;

  Revocation(Authorizations authorizations, AccessTokens accessTokens) {
    this.authorizations = authorizations;
    this.accessTokens = accessTokens;
  }

  @Override
  public Answer answer(Client client, Form form, Instant now) {
    Optional<String> token = form.get("token");
    if (token.isEmpty()) {
      return Answer.refused("invalid_request", "token is missing");
    }
    // Section 2.1: a client may revoke only what was issued to it; of the rest nothing is told.
    accessTokens
        .find(token.get())
        .filter(found -> found.clientId().equals(client.clientId()))
        .ifPresent(AccessToken::revoke);
    authorizations
        .of(token.get())
        .filter(found -> found.serves(client))
        .ifPresent(Authorization::end);
    return Answer.granted(Map.of());
  }

  @Override
  public Optional<String> presented(Form form) {
    return form.get("token");
  }
}
