package io.strongroom.sandbox;

import java.time.Instant;
import java.util.Optional;

/**
 * The grant {@code refresh_token}: RFC 6749 section 6, with the rotation and the reuse detection of
 * RFC 9700 section 4.14.2.
 */
final class RefreshTokenGrant implements GrantType {
  private final Authorizations authorizations;
  private final TokenAnswer answer;
  private final Counters counters;

  RefreshTokenGrant(Authorizations authorizations, TokenAnswer answer, Counters counters) {
    this.authorizations = authorizations;
    this.answer = answer;
    this.counters = counters;
  }

  @Override
  public String name() {
    return "refresh_token";
  }

  @Override
  public String credential() {
    return "refresh_token";
  }

  @Override
  public Answer grant(Client client, Form form, String masterToken, Instant now) {
    Optional<Authorizations.Presented> found = authorizations.refreshToken(masterToken);
    if (found.isEmpty()) {
      return Answer.refused("invalid_grant", "the refresh token is unknown");
    }
    RefreshFamily family = found.get().family();
    long number = found.get().number();
    // Another client's mistake must not end the family: it is refused before reuse is looked at.
    if (!family.ended() && !family.serves(client)) {
      return Answer.refused("invalid_grant", "the refresh token is another client's");
    }
    boolean current = number == family.number();
    if (!current && !family.graced(number, client, now)) {
      counters.reuseDetected(!family.ended());
      family.end();
      return Answer.refused("invalid_grant", "the refresh token was used before");
    }
    if (family.ended()) {
      return Answer.refused("invalid_grant", "the refresh token is revoked");
    }
    return Scopes.granted(client, form)
        .map(
            scope ->
                current ? used(family, client, scope, now) : repeated(family, client, scope, now))
        .orElseGet(() -> Answer.refused("invalid_scope", "the client may not ask for this scope"));
  }

  private Answer used(RefreshFamily family, Client client, String scope, Instant now) {
    if (!family.rotatesFor(client)) {
      return answer.give(family, client, scope, Optional.empty(), now);
    }
    authorizations.rotate(family, now);
    return answer.give(family, client, scope, Optional.of(family.current()), now);
  }

  /** Inside the grace a repeated call gets the successor that it may have missed; nothing moves. */
  private Answer repeated(RefreshFamily family, Client client, String scope, Instant now) {
    return answer.give(family, client, scope, Optional.of(family.current()), now);
  }
}
