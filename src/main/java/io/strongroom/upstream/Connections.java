package io.strongroom.upstream;

import io.strongroom.token.TenantId;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The upstream connections that this instance has open, over all environments: so many in all, and
 * so many for one tenant, so that none can take them from the others.
 */
@Singleton
final class Connections {
  /** Each is a socket and a few buffers; well below what a process may usually open. */
  static final int MAX = 2_000;

  static final int MAX_OF_TENANT = MAX / 4;

  private final int max;
  private final int maxOfTenant;
  private final AtomicInteger open = new AtomicInteger();

  /** Only tenants that have one open. */
  private final ConcurrentMap<TenantId, Integer> ofTenants = new ConcurrentHashMap<>();

  Connections() {
    this(MAX, MAX_OF_TENANT);
  }

  Connections(int max, int maxOfTenant) {
    this.max = max;
    this.maxOfTenant = maxOfTenant;
  }

  /** Takes one, which the taker must give back once; false where there is none to take. */
  boolean take(TenantId tenant) {
    if (open.incrementAndGet() > max) {
      open.decrementAndGet();
      return false;
    }
    boolean[] taken = {false};
    ofTenants.compute(
        tenant,
        (key, count) -> {
          int now = count == null ? 0 : count;
          taken[0] = now < maxOfTenant;
          return taken[0] ? Integer.valueOf(now + 1) : count;
        });
    if (!taken[0]) {
      open.decrementAndGet();
    }
    return taken[0];
  }

  void giveBack(TenantId tenant) {
    ofTenants.computeIfPresent(tenant, (key, count) -> count == 1 ? null : count - 1);
    open.decrementAndGet();
  }

  /** Whether one could be taken at this moment. */
  boolean has(TenantId tenant) {
    return open.get() < max && open(tenant) < maxOfTenant;
  }

  int open() {
    return open.get();
  }

  int open(TenantId tenant) {
    return ofTenants.getOrDefault(tenant, 0);
  }
}
