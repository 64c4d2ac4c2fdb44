package io.strongroom.upstream;

import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator writes of a client.
 *
 * @param scope space-separated, as it is sent
 * @param moneyScope whether the upstream may ask this client's users for a payment authorization
 * @param upstreamClientId the id as the upstream knows it, where it breaks the rule for ours
 */
public record ClientRequest(
    @Nullable SecretText clientSecret,
    String authMethod,
    @Nullable String scope,
    @Nullable Boolean moneyScope,
    @Nullable String upstreamClientId) {

  private static final int MAX_SECRET_CHARACTERS = 16_384;
  private static final int MAX_SCOPE_CHARACTERS = 4_096;
  private static final int MAX_ID_CHARACTERS = 2_048;

  public ClientRequest {
    authMethod = AuthMethod.of(InvalidValue.required(authMethod, "authMethod")).wire();
    SecretText secret = InvalidValue.required(clientSecret, "clientSecret");
    InvalidValue.unless(
        secret.length() >= 1 && secret.length() <= MAX_SECRET_CHARACTERS,
        "clientSecret",
        "must have 1 to 16384 characters");
    // RFC 6749, section 3.3: scope tokens of visible ASCII without " and \, separated by spaces.
    InvalidValue.unless(
        scope == null
            || scope.length() <= MAX_SCOPE_CHARACTERS
                && scope.matches("[!#-\\[\\]-~]+( [!#-\\[\\]-~]+)*"),
        "scope",
        "must be scope tokens separated by single spaces");
    InvalidValue.unless(
        upstreamClientId == null
            || upstreamClientId.length() <= MAX_ID_CHARACTERS && upstreamClientId.matches("[ -~]+"),
        "upstreamClientId",
        "must be 1 to 2048 characters of ASCII");
  }
}
