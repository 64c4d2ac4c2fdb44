package io.strongroom.upstream;

import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator writes of a client.
 *
 * @param clientSecret for the two methods of that name
 * @param privateKeyJwk for {@code private_key_jwt}
 * @param scope space-separated, as it is sent
 * @param moneyScope whether the upstream may ask this client's users for a payment authorization
 * @param upstreamClientId the id as the upstream knows it, where it breaks the rule for ours
 */
public record ClientRequest(
    @Nullable SecretText clientSecret,
    @Nullable PrivateKeyJwk privateKeyJwk,
    String authMethod,
    @Nullable String scope,
    @Nullable Boolean moneyScope,
    @Nullable String upstreamClientId) {

  private static final String CLIENT_SECRET = "clientSecret";
  private static final int MAX_SECRET_CHARACTERS = 16_384;
  private static final int MAX_SCOPE_CHARACTERS = 4_096;
  private static final int MAX_ID_CHARACTERS = 2_048;

  public ClientRequest {
    AuthMethod method = AuthMethod.of(InvalidValue.required(authMethod, "authMethod"));
    authMethod = method.wire();
    if (method == AuthMethod.PRIVATE_KEY_JWT) {
      InvalidValue.unless(clientSecret == null, CLIENT_SECRET, "does not go with private_key_jwt");
      InvalidValue.required(privateKeyJwk, PrivateKeyJwk.MEMBER).check();
    } else {
      InvalidValue.unless(
          privateKeyJwk == null, PrivateKeyJwk.MEMBER, "goes with private_key_jwt only");
      requireSecret(clientSecret);
    }
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

  /** What the client proves itself by. */
  SecretText credential() {
    return privateKeyJwk == null
        ? InvalidValue.required(clientSecret, CLIENT_SECRET)
        : privateKeyJwk.text();
  }

  private static void requireSecret(@Nullable SecretText secret) {
    int characters = InvalidValue.required(secret, CLIENT_SECRET).length();
    InvalidValue.unless(
        characters >= 1 && characters <= MAX_SECRET_CHARACTERS,
        CLIENT_SECRET,
        "must have 1 to 16384 characters");
  }
}
