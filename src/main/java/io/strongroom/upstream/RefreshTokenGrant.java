package io.strongroom.upstream;

import io.strongroom.token.SecretText;

/**
 * {@code grant_type=refresh_token} (RFC 6749, section 6): an answer may replace the master token.
 */
final class RefreshTokenGrant implements Grant {

  @Override
  public void fill(Form form, SecretText masterToken, EnvironmentSettings settings) {
    var unused = form.add("grant_type", "refresh_token").add("refresh_token", masterToken.reveal());
  }

  @Override
  public boolean claimsWholeAccount() {
    return true;
  }

  @Override
  public boolean rotatesByDefault() {
    return true;
  }

  @Override
  public boolean sendsRefreshTokens() {
    return true;
  }
}
