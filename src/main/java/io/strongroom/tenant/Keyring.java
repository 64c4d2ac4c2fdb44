package io.strongroom.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.strongroom.coherence.Coherence;
import io.strongroom.coherence.Topic;
import io.strongroom.database.Database;
import io.strongroom.seal.Sealed;
import io.strongroom.seal.Sealing;
import io.strongroom.seal.TenantKeys;
import io.strongroom.seal.WrappedKeys;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.TenantId;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tenants' keys, unwrapped once and kept until a change of the tenant as a whole: its deletion, and
 * the end of a rotation.
 *
 * <p>Whoever asks has found the tenant alive in the database for this very call. An entry may be
 * older than a rotation: then it lacks the key of what was sealed since, and is read again once;
 * and what it seals with a key that was retired, the database refuses.
 */
@Singleton
public class Keyring {
  /** Tenants whose keys stay unwrapped: about 2 KiB each. */
  private static final int MAX_TENANTS = 20_000;

  private static final String FIND =
      "SELECT keyset, lookup_keyset, kek_version FROM tenant"
          + " WHERE tenant_id = $1::text AND deleted_at IS NULL";

  private final Database database;
  private final Sealing sealing;
  private final Cache<TenantId, TenantKeys> unwrapped =
      Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_TENANTS).build();

  /** Counts what was forgotten: a reading that began before must not be kept. */
  private final AtomicLong forgotten = new AtomicLong();

  Keyring(Database database, Sealing sealing, Coherence coherence) {
    this.database = database;
    this.sealing = sealing;
    coherence.onEviction(this::evicted, this::forgetAll);
  }

  /** The keys of a tenant, if they are kept; else null. */
  public @Nullable TenantKeys find(TenantId tenant) {
    return unwrapped.getIfPresent(tenant);
  }

  /** The keys of a tenant; {@code not-found} for one that was deleted meanwhile. */
  public Uni<TenantKeys> of(TenantId tenant) {
    TenantKeys known = find(tenant);
    return known != null ? Uni.createFrom().item(known) : read(tenant);
  }

  /** The keys of a tenant, with the one that has sealed this, if it has it at all. */
  public Uni<TenantKeys> of(TenantId tenant, Sealed sealed) {
    TenantKeys known = find(tenant);
    return known != null && known.know(sealed) ? Uni.createFrom().item(known) : reread(tenant);
  }

  /** The keys as they are in the database now; so are all that are given from then on. */
  public Uni<TenantKeys> reread(TenantId tenant) {
    return Uni.createFrom()
        .deferred(
            () -> {
              forget(tenant);
              return read(tenant);
            });
  }

  /** Gives the keys up: those of a tenant that is gone, or that had a key which is gone. */
  public void forget(TenantId tenant) {
    forgotten.incrementAndGet();
    unwrapped.invalidate(tenant);
  }

  private void evicted(Topic topic) {
    if (topic.equals(Topic.of(topic.tenant()))) {
      forget(topic.tenant());
    }
  }

  private void forgetAll() {
    forgotten.incrementAndGet();
    unwrapped.invalidateAll();
  }

  private Uni<TenantKeys> read(TenantId tenant) {
    return Uni.createFrom()
        .deferred(
            () -> {
              long before = forgotten.get();
              return database
                  .read(FIND, Tuple.of(tenant.value()))
                  .map(rows -> open(tenant, rows))
                  .invoke(keys -> keep(tenant, keys, before));
            });
  }

  /** Looks again after it has put: who forgets in between is not undone. */
  private void keep(TenantId tenant, TenantKeys keys, long before) {
    unwrapped.put(tenant, keys);
    if (forgotten.get() != before) {
      unwrapped.asMap().remove(tenant, keys);
    }
  }

  private TenantKeys open(TenantId tenant, RowSet<Row> rows) {
    if (!rows.iterator().hasNext()) {
      throw Fault.of(FaultCode.NOT_FOUND, "There is no such tenant").exception();
    }
    Row row = rows.iterator().next();
    return sealing.openKeys(
        tenant,
        new WrappedKeys(
            row.getBuffer("keyset").getBytes(),
            row.getBuffer("lookup_keyset").getBytes(),
            row.getInteger("kek_version")));
  }
}
