package io.strongroom.sandbox;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Revocation in the x-token family: the parameter is {@code access_token}, and only clients whose
 * tokens are made for a device may revoke.
 */
final class DeviceRevocation implements ClientProcedure {
  private static final String PARAMETER = "access_token";

  private final AccessTokens accessTokens;

  DeviceRevocation(AccessTokens accessTokens) {
    this.accessTokens = accessTokens;
  }

  @Override
  public Answer answer(Client client, Form form, Instant now) {
    Optional<String> token = form.get(PARAMETER);
    if (token.isEmpty()) {
      return Answer.refused("invalid_request", PARAMETER + " is missing");
    }
    if (!client.revocable()) {
      return Answer.refused("unsupported_token_type", "the token was not made for a device");
    }
    accessTokens
        .find(token.get())
        .filter(found -> found.clientId().equals(client.clientId()))
        .ifPresent(AccessToken::revoke);
    return Answer.granted(Map.of("status", "ok"));
  }

  @Override
  public Optional<String> presented(Form form) {
    return form.get(PARAMETER);
  }
}
