package io.strongroom.upstream;

import io.strongroom.token.SecretText;

/** {@code grant_type=x-token}: a long-lived token of a user, which stays as it is. */
final class XTokenGrant implements Grant {

  @Override
  public void fill(Form form, SecretText masterToken, EnvironmentSettings settings) {
    var unused = form.add("grant_type", "x-token").add("access_token", masterToken.reveal());
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
