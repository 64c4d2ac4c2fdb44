package io.strongroom.upstream;

import io.strongroom.token.SecretText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code grant_type=refresh_token} (RFC 6749, section 6): an answer may replace the master token.
 */
final class RefreshTokenGrant implements Grant {

  @Override
  public Map<String, String> parameters(SecretText masterToken) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", masterToken.reveal());
    return form;
  }

  @Override
  public boolean claimsWholeAccount() {
    return true;
  }

  @Override
  public boolean rotatesByDefault() {
    return true;
  }
}
