package io.strongroom.upstream;

import io.strongroom.token.SecretText;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code grant_type=x-token}: a long-lived token of a user, which stays as it is. */
final class XTokenGrant implements Grant {

  @Override
  public Map<String, String> parameters(SecretText masterToken) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "x-token");
    form.put("access_token", masterToken.reveal());
    return form;
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
