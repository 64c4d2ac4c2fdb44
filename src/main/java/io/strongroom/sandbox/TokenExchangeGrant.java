package io.strongroom.sandbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Token exchange (RFC 8693): the master token, one that was entered as an x-token, is the subject
 * token. What is wrong with it is {@code invalid_request}, section 2.2.2.
 */
final class TokenExchangeGrant implements GrantType {
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

  private final Authorizations authorizations;
  private final TokenAnswer answer;

  TokenExchangeGrant(Authorizations authorizations, TokenAnswer answer) {
    this.authorizations = authorizations;
    this.answer = answer;
  }

  @Override
  public String name() {
    return "urn:ietf:params:oauth:grant-type:token-exchange";
  }

  @Override
  public String credential() {
    return "subject_token";
  }

  @Override
  public Answer grant(Client client, Form form, String masterToken, Instant now) {
    if (form.get("subject_token_type").isEmpty()) {
      return Answer.refused("invalid_request", "subject_token_type is missing");
    }
    Optional<XToken> found =
        authorizations.xToken(masterToken).filter(token -> token.serves(client));
    if (found.isEmpty()) {
      return Answer.refused("invalid_request", "the subject token is not valid");
    }
    return Scopes.granted(client, form)
        .map(scope -> typed(answer.give(found.get(), client, scope, Optional.empty(), now)))
        .orElseGet(() -> Answer.refused("invalid_scope", "the client may not ask for this scope"));
  }

  /** Section 2.2.1: {@code issued_token_type} is required. */
  private static Answer typed(Answer granted) {
    Map<String, Object> members = new LinkedHashMap<>(granted.members());
    members.put("issued_token_type", ACCESS_TOKEN);
    return Answer.granted(members);
  }
}
