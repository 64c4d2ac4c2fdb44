package io.strongroom.sandbox;

import java.time.Instant;
import java.util.Optional;

/** The grant {@code x-token}: the master token comes as {@code access_token} and stays the same. */
final class XTokenGrant implements GrantType {
  private final Authorizations authorizations;
  private final TokenAnswer answer;

  XTokenGrant(Authorizations authorizations, TokenAnswer answer) {
    this.authorizations = authorizations;
    this.answer = answer;
  }

  @Override
  public String name() {
    return "x-token";
  }

  @Override
  public String credential() {
    return "access_token";
  }

  @Override
  public Answer grant(Client client, Form form, String masterToken, Instant now) {
    Optional<XToken> found =
        authorizations.xToken(masterToken).filter(token -> token.serves(client));
    if (found.isEmpty()) {
      return Answer.refused("invalid_grant", "the x-token is unknown, revoked or another client's");
    }
    return Scopes.granted(client, form)
        .map(scope -> answer.give(found.get(), client, scope, Optional.empty(), now))
        .orElseGet(() -> Answer.refused("invalid_scope", "the client may not ask for this scope"));
  }
}
