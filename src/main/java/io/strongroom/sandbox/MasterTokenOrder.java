package io.strongroom.sandbox;

import io.strongroom.sandbox.ControlInput.Rule;
import java.util.Optional;

/** Reads {@code POST control/master-tokens}. */
final class MasterTokenOrder {
  private static final String KINDS = "x-token, refresh_token or api-key";

  private MasterTokenOrder() {}

  static MasterToken read(ControlInput input) {
    MasterToken master =
        new MasterToken(
            input
                .oneOf("kind", MasterTokenOrder::kind, KINDS)
                .orElseThrow(() -> new BadInput("kind", KINDS)),
            input.requiredText("uid", Rule.IDENTIFIER),
            input.text("clientId", Rule.IDENTIFIER),
            input.text("value", Rule.SECRET),
            input.flag("rotating"),
            ClientOrder.grace(input));
    input.requireNothingElse();
    return master;
  }

  private static Optional<MasterToken.Kind> kind(String label) {
    return switch (label) {
      case "x-token" -> Optional.of(MasterToken.Kind.X_TOKEN);
      case "refresh_token" -> Optional.of(MasterToken.Kind.REFRESH_TOKEN);
      case "api-key" -> Optional.of(MasterToken.Kind.API_KEY);
      default -> Optional.empty();
    };
  }
}
