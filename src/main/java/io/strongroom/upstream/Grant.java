package io.strongroom.upstream;

import io.strongroom.token.SecretText;

/** One way to exchange a master token; what a grant is beyond that stands in one type each. */
interface Grant {

  /** Adds the grant's own parameters to the token request; the client's come after them. */
  void fill(Form form, SecretText masterToken, EnvironmentSettings settings);

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
