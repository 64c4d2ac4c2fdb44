package io.strongroom.upstream;

import io.strongroom.token.SecretText;

/**
 * Token exchange (RFC 8693, section 2.1): the master token is the subject token, and stays as it
 * is.
 *
 * <p>A subject token that is not good any more is answered with {@code invalid_request} there, as
 * much else is; so it is no verdict on the account.
 */
final class TokenExchangeGrant implements Grant {
  static final String NAME = "urn:ietf:params:oauth:grant-type:token-exchange";

  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

  @Override
  public void fill(Form form, SecretText masterToken, EnvironmentSettings settings) {
    String type = settings.subjectTokenType();
    var unused =
        form.add("grant_type", NAME)
            .add("subject_token", masterToken.reveal())
            .add("subject_token_type", type == null ? ACCESS_TOKEN : type)
            .add("audience", settings.tokenAudience())
            .addAll("resource", settings.resources());
  }

  @Override
  public boolean claimsWholeAccount() {
    return false;
  }

  @Override
  public boolean rotatesByDefault() {
    return false;
  }
}
