package io.strongroom.revocation;

import io.strongroom.seal.LookupHash;
import io.strongroom.token.AccountKey;
import io.strongroom.token.ClientId;
import io.strongroom.token.SecretText;
import io.strongroom.token.TokenKind;
import org.jspecify.annotations.Nullable;

/**
 * A token that has ended here and that its upstream is to end, too.
 *
 * @param client in whose name it is asked; null where the account has none
 * @param token null where what was stored does not open any more
 */
public record RevocableToken(
    AccountKey account,
    @Nullable ClientId client,
    TokenKind kind,
    LookupHash hash,
    @Nullable SecretText token) {

  String clientText() {
    return client == null ? "" : client.value();
  }
}
