package io.strongroom.upstream;

import io.strongroom.token.SecretText;
import java.util.Optional;

/** The master token is the client token, such as an upstream's Api-Key: nobody is asked for one. */
final class StaticGrant implements Grant {

  @Override
  public void fill(Form form, SecretText masterToken, EnvironmentSettings settings) {
    throw new IllegalStateException("a static master token is sent to no token endpoint");
  }

  @Override
  public Optional<Outcome> withoutCall(TokenRequest request) {
    return Optional.of(new Outcome.Granted(request.masterToken(), null, null, null, null));
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
