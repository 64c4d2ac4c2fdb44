package io.strongroom.upstream;

import io.strongroom.token.SecretText;
import java.util.Optional;

/** One way to exchange a master token; what a grant is beyond that stands in one type each. */
interface Grant {

  /** Adds the grant's own parameters to the token request; the client's come after them. */
  void fill(Form form, SecretText masterToken, EnvironmentSettings settings);

  /** The outcome of a grant that asks nobody; empty where the upstream is to be called. */
  default Optional<Outcome> withoutCall(TokenRequest request) {
    return Optional.empty();
  }

  /**
   * Whether two exchanges of one account with different clients would use up one master token: then
   * the whole account is claimed, not one slot.
   */
  boolean claimsWholeAccount();

  /** Whether an answer may bring a new master token where the environment does not say. */
  boolean rotatesByDefault();

  /** Whether the {@code refresh_token} of an answer is what this grant sends as master token. */
  default boolean sendsRefreshTokens() {
    return false;
  }
}
