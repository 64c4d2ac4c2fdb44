package io.strongroom.upstream;

import io.strongroom.token.SecretText;
import io.strongroom.token.TokenKind;
import org.jspecify.annotations.Nullable;

/** How an upstream is asked to revoke a token. */
public enum RevocationStyle {
  /** RFC 7009, section 2.1. */
  RFC7009("rfc7009") {
    @Override
    void fill(Form form, SecretText token, TokenKind kind, GrantType grant) {
      var unused =
          form.add("token", token.reveal()).add("token_type_hint", hint(kind, grant).parameter);
    }

    @Override
    AuthMethod authentication(AuthMethod ofClient) {
      return ofClient;
    }
  },

  /** The x-token family's own form, whose client authenticates in the body. */
  ACCESS_TOKEN("access_token") {
    @Override
    void fill(Form form, SecretText token, TokenKind kind, GrantType grant) {
      var unused = form.add("access_token", token.reveal());
    }

    @Override
    AuthMethod authentication(AuthMethod ofClient) {
      return ofClient == AuthMethod.CLIENT_SECRET_BASIC ? AuthMethod.CLIENT_SECRET_POST : ofClient;
    }
  };

  /** What RFC 7009 calls the kinds of tokens; a wrong hint only widens the search. */
  private enum Hint {
    ACCESS("access_token"),
    REFRESH("refresh_token");

    private final String parameter;

    Hint(String parameter) {
      this.parameter = parameter;
    }
  }

  private final String wire;

  RevocationStyle(String wire) {
    this.wire = wire;
  }

  abstract void fill(Form form, SecretText token, TokenKind kind, GrantType grant);

  /** How the client proves who it is here, given how it does at the token endpoint. */
  abstract AuthMethod authentication(AuthMethod ofClient);

  /** A master token of the other grants is a long-lived access token. */
  private static Hint hint(TokenKind kind, GrantType grant) {
    return kind == TokenKind.MASTER_TOKEN && grant == GrantType.REFRESH_TOKEN
        ? Hint.REFRESH
        : Hint.ACCESS;
  }

  /** The style of a setting; RFC 7009's where there is none. */
  static RevocationStyle of(@Nullable String wire) {
    return ACCESS_TOKEN.wire.equals(wire) ? ACCESS_TOKEN : RFC7009;
  }
}
