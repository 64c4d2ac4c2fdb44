package io.strongroom.sandbox;

import io.strongroom.sandbox.ControlInput.Rule;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code PUT control/clients/{clientId}}; what is left out is as in {@link Client#of}. */
final class ClientOrder {
  private ClientOrder() {}

  static Client read(String clientId, ControlInput input) {
    AuthMethod method = oneOf(input, "authMethod", AuthMethod.values()).orElse(AuthMethod.EITHER);
    Client plain =
        Client.of(
            ControlInput.checked("clientId", clientId, Rule.IDENTIFIER), credential(input, method));
    Client client =
        plain
            .withAuthMethod(method)
            .withRotation(
                input.flag("rotating").orElse(plain.rotating()),
                grace(input).orElse(plain.reuseGrace()))
            .withAccessTokens(
                life(input).orElse(plain.accessTokenLife()),
                oneOf(input, "expiresInForm", ExpiresInForm.values()).orElse(plain.expiresIn()),
                input.flag("sameAccessToken").orElse(plain.sameAccessToken()))
            .withScope(input.text("scope", Rule.SCOPE).orElse(plain.scope()))
            .withRevocable(input.flag("revocable").orElse(plain.revocable()));
    input.requireNothingElse();
    return client;
  }

  private static String credential(ControlInput input, AuthMethod method) {
    return method == AuthMethod.PRIVATE_KEY_JWT
        ? input.requiredText("publicKeyJwk", Rule.SECRET)
        : input.requiredText("clientSecret", Rule.SECRET);
  }

  static Optional<Duration> grace(ControlInput input) {
    return input
        .integer("reuseGraceSeconds", 0, (int) Client.REUSE_GRACE_MAX.toSeconds())
        .map(Duration::ofSeconds);
  }

  private static Optional<Duration> life(ControlInput input) {
    return input
        .integer("accessTokenSeconds", 1, (int) Client.ACCESS_TOKEN_LIFE_MAX.toSeconds())
        .map(Duration::ofSeconds);
  }

  /** On the wire a constant is its name in lower case. */
  private static <E extends Enum<E>> Optional<E> oneOf(
      ControlInput input, String member, E[] constants) {
    Function<E, String> label = constant -> constant.name().toLowerCase(Locale.ROOT);
    return input.oneOf(
        member,
        text -> Arrays.stream(constants).filter(one -> label.apply(one).equals(text)).findFirst(),
        "one of " + Arrays.stream(constants).map(label).toList());
  }
}
