package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.revocation.RevocableToken;
import io.strongroom.revocation.UpstreamRevocations;
import io.strongroom.seal.LookupHash;
import io.strongroom.seal.TenantKeys;
import io.strongroom.token.SecretText;
import io.strongroom.token.TokenKind;
import io.strongroom.upstream.Outcome.Granted;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * What an exchange brought and nobody may have: revoked meanwhile, or overtaken. It is to end
 * upstream, too.
 */
@Singleton
class Untaken {
  private final UpstreamRevocations upstream;

  Untaken(UpstreamRevocations upstream) {
    this.upstream = upstream;
  }

  /** A client token whose claim was gone; a value that a slot has is not touched. */
  Uni<Void> clientToken(
      SqlConnection connection, TenantKeys keys, Attempt attempt, Granted granted) {
    return enqueue(connection, keys, attempt, TokenKind.CLIENT_TOKEN, granted.clientToken());
  }

  /**
   * A rotated master token that was not stored. It is revoked only for an account that was revoked:
   * of any other it may be the very one that the account has.
   */
  Uni<Void> masterToken(
      SqlConnection connection,
      TenantKeys keys,
      Attempt attempt,
      SecretText rotated,
      AccountLock lock) {
    return Account.REVOKED.equals(lock.refusedReason())
        ? enqueue(connection, keys, attempt, TokenKind.MASTER_TOKEN, rotated)
        : Uni.createFrom().voidItem();
  }

  private Uni<Void> enqueue(
      SqlConnection connection,
      TenantKeys keys,
      Attempt attempt,
      TokenKind kind,
      SecretText token) {
    LookupHash hash = keys.hash(token);
    return upstream.enqueue(
        connection,
        keys,
        null,
        List.of(
            new RevocableToken(
                attempt.slot().account(), attempt.slot().client(), kind, hash, token)));
  }
}
