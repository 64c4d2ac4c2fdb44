package io.strongroom.vault;

import io.smallrye.mutiny.Uni;
import io.strongroom.seal.Sealed;
import io.strongroom.spool.Spool;
import io.strongroom.token.TenantId;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * How long this life may still need, or write with, keys that it had before some moment: works that
 * had begun by then have them in hand, and what they could not record lies in the spool.
 */
@Singleton
public class KeyTenure {
  private final Life life;
  private final Spool spool;
  private final Detached detached;

  KeyTenure(Life life, Spool spool, Detached detached) {
    this.life = life;
    this.spool = spool;
    this.detached = detached;
  }

  public UUID life() {
    return life.id();
  }

  /** To be taken after the keys of now have been read: works that begin later have those. */
  public long mark() {
    return detached.lastBegun();
  }

  /** Whether no work that may have older keys is under way. */
  public boolean isOver(long mark) {
    return detached.haveEnded(mark);
  }

  /** How many outcomes of the tenant, on this disk, a key has sealed. */
  public Uni<Long> spooledWith(TenantId tenant, int keyVersion) {
    return spool
        .sealedOf(tenant)
        .map(
            all ->
                all.stream().filter(one -> new Sealed(one.bytes()).isSealedBy(keyVersion)).count());
  }

  /** Runs work that a stop of the service waits for. */
  public <T> CompletableFuture<T> run(Supplier<Uni<T>> work) {
    return detached.run(work);
  }
}
