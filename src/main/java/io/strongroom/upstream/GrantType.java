package io.strongroom.upstream;

import io.strongroom.token.InvalidValue;

/** How an environment turns master tokens into client tokens. */
public enum GrantType {
  X_TOKEN("x-token", new XTokenGrant()),
  REFRESH_TOKEN("refresh_token", new RefreshTokenGrant()),
  TOKEN_EXCHANGE("token-exchange", new TokenExchangeGrant()),
  STATIC("static", new StaticGrant());

  private final String wire;
  private final Grant grant;

  GrantType(String wire, Grant grant) {
    this.wire = wire;
    this.grant = grant;
  }

  /** The word in bodies and rows. */
  public String wire() {
    return wire;
  }

  Grant grant() {
    return grant;
  }

  public static GrantType of(String wire) {
    for (GrantType type : values()) {
      if (type.wire.equals(wire)) {
        return type;
      }
    }
    throw new InvalidValue("grant", "must be x-token, refresh_token, token-exchange or static");
  }
}
