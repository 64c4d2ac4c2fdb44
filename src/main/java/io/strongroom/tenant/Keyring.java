package io.strongroom.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
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
import org.jspecify.annotations.Nullable;

/**
 * Tenants' keys, unwrapped once and kept.
 *
 * <p>Whoever asks has found the tenant alive in the database for this very call, and a keyset is
 * never changed but only added to, so an entry cannot be wrong; it can only be of no more use.
 */
@Singleton
public class Keyring {
  /** Tenants whose keys stay unwrapped: about 2 KiB each. */
  private static final int MAX_TENANTS = 20_000;

  private static final String FIND =
      "SELECT keyset, lookup_keyset FROM tenant"
          + " WHERE tenant_id = $1::text AND deleted_at IS NULL";

  private final Database database;
  private final Sealing sealing;
  private final Cache<TenantId, TenantKeys> unwrapped =
      Caffeine.newBuilder().maximumSize(MAX_TENANTS).build();

  Keyring(Database database, Sealing sealing) {
    this.database = database;
    this.sealing = sealing;
  }

  /** The keys of a tenant, if they are kept; else null. */
  public @Nullable TenantKeys find(TenantId tenant) {
    return unwrapped.getIfPresent(tenant);
  }

  /** The keys of a tenant; {@code not-found} for one that was deleted meanwhile. */
  public Uni<TenantKeys> of(TenantId tenant) {
    TenantKeys known = find(tenant);
    return known != null
        ? Uni.createFrom().item(known)
        : database
            .read(FIND, Tuple.of(tenant.value()))
            .map(rows -> open(tenant, rows))
            .invoke(keys -> unwrapped.put(tenant, keys));
  }

  void forget(TenantId tenant) {
    unwrapped.invalidate(tenant);
  }

  private TenantKeys open(TenantId tenant, RowSet<Row> rows) {
    if (!rows.iterator().hasNext()) {
      throw Fault.of(FaultCode.NOT_FOUND, "There is no such tenant").exception();
    }
    Row row = rows.iterator().next();
    return sealing.openKeys(
        tenant,
        new WrappedKeys(
            row.getBuffer("keyset").getBytes(), row.getBuffer("lookup_keyset").getBytes()));
  }
}
