package io.strongroom.vault;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.strongroom.coherence.Changes;
import io.strongroom.seal.TenantKeys;
import io.strongroom.spool.Kept;
import io.strongroom.spool.Spool;
import io.strongroom.tenant.Keyring;
import io.strongroom.token.AccountKey;
import io.strongroom.token.FaultCode;
import io.strongroom.work.Recurring;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Brings outcomes from the spool into the database: in order within an account, accounts
 * independently of each other, until each is written or superseded.
 *
 * <p>One run at a time in this process. What former lives left is brought before this life claims
 * anything.
 */
@Singleton
class Replay {
  private static final Logger LOG = Logger.getLogger(Replay.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int ACCOUNTS_AT_ONCE = 8;

  private final Spool spool;
  private final Changes changes;
  private final Keyring keyring;
  private final OutcomeRecord outcomes;
  private final Life life;
  private final Detached detached;
  private final Recurring runs;

  /** Accounts with an outcome in the spool; added to by who keeps one, emptied by the run. */
  private final Set<AccountKey> waiting = ConcurrentHashMap.newKeySet();

  /** Set once, by the run that has emptied the spool of former lives. */
  private volatile boolean formerLivesSettled;

  Replay(
      Spool spool,
      Changes changes,
      Keyring keyring,
      OutcomeRecord outcomes,
      Life life,
      Detached detached) {
    this.spool = spool;
    this.changes = changes;
    this.keyring = keyring;
    this.outcomes = outcomes;
    this.life = life;
    this.detached = detached;
    this.runs = new Recurring("replay of the spool", this::runIfNeeded);
  }

  void begin(@Observes StartupEvent start, Vertx vertx) {
    runs.begin();
    runs.every(EVERY, vertx);
  }

  void stop(@Observes @Priority(Detached.BEFORE_WORK) ShutdownEvent stop) {
    runs.stop();
  }

  /** Whether a claim of this account must wait until the spool has been replayed. */
  boolean isBefore(AccountKey account) {
    return !formerLivesSettled || waiting.contains(account);
  }

  /** An outcome of this account has just been kept. */
  void expect(AccountKey account) {
    waiting.add(account);
  }

  private CompletableFuture<Void> runIfNeeded() {
    boolean needed = !formerLivesSettled || !waiting.isEmpty();
    return needed ? detached.run(this::run) : CompletableFuture.completedFuture(null);
  }

  /** One pass over all that is in the spool. */
  Uni<Void> run() {
    return spool
        .kept()
        .invoke(all -> all.forEach(kept -> waiting.add(kept.account())))
        .chain(this::replayAll)
        .chain(spool::kept)
        .invoke(left -> waiting.retainAll(left.stream().map(Kept::account).toList()))
        .chain(() -> settle());
  }

  private Uni<Void> replayAll(List<Kept> all) {
    Map<AccountKey, List<Kept>> byAccount =
        all.stream()
            .collect(Collectors.groupingBy(Kept::account, LinkedHashMap::new, Collectors.toList()));
    return Multi.createFrom()
        .iterable(byAccount.values())
        .onItem()
        .transformToUni(outcomes -> replayAccount(outcomes))
        .merge(ACCOUNTS_AT_ONCE)
        .collect()
        .last()
        .replaceWithVoid();
  }

  /** The first that cannot be written now stops its account, and no other. */
  private Uni<Void> replayAccount(Collection<Kept> outcomes) {
    return Multi.createFrom()
        .iterable(outcomes)
        .onItem()
        .transformToUniAndConcatenate(this::replay)
        .collect()
        .last()
        .replaceWithVoid()
        .onFailure(FaultCode.VAULT_UNAVAILABLE::isOf)
        .recoverWithNull()
        .replaceWithVoid();
  }

  private Uni<Void> replay(Kept kept) {
    return keyring
        .of(kept.account().tenant())
        .chain(keys -> replay(kept, keys))
        .onFailure(FaultCode.NOT_FOUND::isOf)
        .recoverWithUni(gone -> drop(kept, "its tenant is gone"))
        .onFailure(failure -> !FaultCode.VAULT_UNAVAILABLE.isOf(failure))
        .recoverWithUni(
            failure -> {
              LOG.error("A spooled outcome cannot be replayed and is put aside", failure);
              return spool.quarantine(kept, "it cannot be read or written");
            });
  }

  private Uni<Void> replay(Kept kept, TenantKeys keys) {
    SpooledOutcome outcome = SpooledOutcome.open(keys, kept.account(), kept.sealed().bytes());
    return changes
        .write((connection, change) -> outcomes.replay(connection, change, keys, outcome))
        .chain(
            standing ->
                switch (standing) {
                  case CURRENT, FORMER -> spool.forget(kept);
                  case GONE -> drop(kept, "its account is gone");
                  case UNKNOWN ->
                      spool.quarantine(
                          kept, "the account's history does not know the master token it replaces");
                });
  }

  private Uni<Void> drop(Kept kept, String why) {
    LOG.warnf(
        "A spooled outcome of tenant %s, environment %s, uid %s is deleted: %s",
        kept.account().tenant().value(),
        kept.account().environment().value(),
        kept.account().uid().value(),
        why);
    return spool.forget(kept);
  }

  private Uni<Void> settle() {
    if (formerLivesSettled || !waiting.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return life.settleFormer().invoke(() -> formerLivesSettled = true);
  }
}
