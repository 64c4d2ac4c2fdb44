package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.audit.Actor;
import io.strongroom.audit.Audit;
import io.strongroom.coherence.Change;
import io.strongroom.coherence.Changes;
import io.strongroom.coherence.Topic;
import io.strongroom.revocation.RevocableToken;
import io.strongroom.revocation.UpstreamRevocations;
import io.strongroom.seal.TenantKeys;
import io.strongroom.tenant.Keyring;
import io.strongroom.tenant.TenantLock;
import io.strongroom.token.AccountKey;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One batch of a revocation, in one short transaction: the next accounts in the order of their
 * keys, with what is claimed of them, their matching tokens and, where asked, their master tokens;
 * what is to end upstream is queued; the cursor moves on. So each token ends once, however often
 * whoever works on it dies.
 *
 * <p>Locks: tenant, revocation, accounts, claims, client tokens, ended tokens, queue.
 */
@Singleton
class RevocationBatch {
  /** Accounts, and client tokens, of one transaction: about a tenth of a second. */
  static final int SIZE = 500;

  private final Audit audit;
  private final Changes changes;
  private final Keyring keyring;
  private final RevocationRows rows;
  private final UpstreamRevocations upstream;

  RevocationBatch(
      Audit audit,
      Changes changes,
      Keyring keyring,
      RevocationRows rows,
      UpstreamRevocations upstream) {
    this.audit = audit;
    this.changes = changes;
    this.keyring = keyring;
    this.rows = rows;
    this.upstream = upstream;
  }

  /**
   * Does the next batch.
   *
   * @return whether there is nothing left to do for its holder
   */
  Uni<Boolean> run(Revocation revocation) {
    return keyring
        .of(revocation.tenant())
        .chain(
            keys ->
                changes.write((connection, change) -> run(connection, change, keys, revocation)));
  }

  private Uni<Boolean> run(
      SqlConnection connection, Change change, TenantKeys keys, Revocation revocation) {
    return TenantLock.take(connection, revocation.tenant())
        .chain(() -> rows.hold(connection, revocation))
        .chain(
            held ->
                held.isEmpty()
                    ? Uni.createFrom().item(true)
                    : work(connection, change, keys, held.get()).map(Revocation.Step::last));
  }

  private Uni<Revocation.Step> work(
      SqlConnection connection, Change change, TenantKeys keys, Revocation revocation) {
    return RevokedAccounts.lock(connection, revocation, SIZE)
        .invoke(accounts -> keys(accounts).forEach(key -> change.isAbout(Topic.of(key))))
        .call(
            accounts ->
                RevokedAccounts.endClaims(connection, revocation.matching(), keys(accounts)))
        .chain(
            accounts ->
                RevokedTokens.lock(connection, revocation, accounts, SIZE)
                    .chain(tokens -> end(connection, keys, revocation, accounts, tokens)))
        .call(step -> rows.advance(connection, revocation, step))
        .call(step -> audit.record(connection, RevocationEvents.batch(revocation, step)));
  }

  private Uni<Revocation.Step> end(
      SqlConnection connection,
      TenantKeys keys,
      Revocation revocation,
      List<RevokedAccounts.Locked> accounts,
      List<RevokedTokens.Locked> tokens) {
    Revocation.Step step = step(revocation, accounts, tokens);
    List<RevokedAccounts.Locked> masters = masters(revocation, accounts, tokens, step);
    return RevokedTokens.end(connection, revocation, tokens)
        .chain(
            () ->
                masters.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : RevokedAccounts.eraseMasterTokens(
                            connection, revocation.matching(), keys(masters))
                        .chain(() -> tell(connection, revocation, keys(masters))))
        .chain(() -> enqueue(connection, keys, revocation, tokens, masters))
        .replaceWith(step);
  }

  private Uni<Void> tell(
      SqlConnection connection, Revocation revocation, List<AccountKey> accounts) {
    return audit.record(
        connection,
        AccountEvents.notAuthorized(revocation.tenant(), Account.REVOKED).by(Actor.service()),
        accounts);
  }

  /** A full batch of tokens may end in the middle of an account. */
  private static Revocation.Step step(
      Revocation revocation,
      List<RevokedAccounts.Locked> accounts,
      List<RevokedTokens.Locked> tokens) {
    if (tokens.size() == SIZE) {
      var slot = tokens.get(SIZE - 1).slot();
      return new Revocation.Step(
          new Revocation.Cursor(
              slot.environment().value(), slot.uid().value(), slot.client().value()),
          SIZE,
          false);
    }
    if (accounts.size() < SIZE) {
      return new Revocation.Step(revocation.cursor(), tokens.size(), true);
    }
    AccountKey last = accounts.get(SIZE - 1).key();
    return new Revocation.Step(
        Revocation.Cursor.after(last.environment().value(), last.uid().value()),
        tokens.size(),
        false);
  }

  /** Where a time of issue is named, an account is matched by a client token of that time. */
  private static List<RevokedAccounts.Locked> masters(
      Revocation revocation,
      List<RevokedAccounts.Locked> accounts,
      List<RevokedTokens.Locked> tokens,
      Revocation.Step step) {
    if (!revocation.masterTokens()) {
      return List.of();
    }
    Set<AccountKey> matched =
        tokens.stream().map(token -> token.slot().account()).collect(Collectors.toSet());
    return accounts.stream()
        .filter(RevokedAccounts.Locked::hasMasterToken)
        .filter(account -> !revocation.timed() || matched.contains(account.key()))
        .filter(account -> step.reaches(account.key()))
        .toList();
  }

  private Uni<Void> enqueue(
      SqlConnection connection,
      TenantKeys keys,
      Revocation revocation,
      List<RevokedTokens.Locked> tokens,
      List<RevokedAccounts.Locked> masters) {
    if (!revocation.upstream()) {
      return Uni.createFrom().voidItem();
    }
    List<RevocableToken> all = new ArrayList<>();
    tokens.forEach(token -> all.add(token.revocable(keys)));
    masters.forEach(account -> all.add(account.masterToken(keys)));
    return upstream.enqueue(connection, keys, revocation.id(), all);
  }

  private static List<AccountKey> keys(List<RevokedAccounts.Locked> accounts) {
    return accounts.stream().map(RevokedAccounts.Locked::key).toList();
  }
}
