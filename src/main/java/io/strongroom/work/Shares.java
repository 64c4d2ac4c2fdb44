package io.strongroom.work;

import io.strongroom.token.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Places for works that wait for others' servers, so many at once. Of these no tenant has more than
 * its share, nor have servers that are not well: what is dead or slow holds up itself and nobody
 * else.
 *
 * <p>Written and read under its own monitor; works end on several event loops.
 */
public final class Shares {
  /** Works under way in this instance. */
  private static final int MOST = 32;

  private static final int MOST_OF_A_TENANT = 8;
  private static final int MOST_AILING = 16;

  /** Taken together: few, so that the shares above are kept. */
  private static final int TAKEN_AT_ONCE = 4;

  private final Map<String, Integer> worksByTenant = new HashMap<>();
  private int underWay;
  private int ailing;

  /** How many works may be taken together now. */
  public synchronized int free() {
    return Math.min(MOST - underWay, TAKEN_AT_ONCE);
  }

  /** Whether one may be among them whose server was not well. */
  public synchronized boolean mayTakeAiling() {
    return ailing < MOST_AILING;
  }

  /** Tenants that have their share already. */
  public synchronized List<String> busyTenants() {
    return worksByTenant.entrySet().stream()
        .filter(tenant -> tenant.getValue() >= MOST_OF_A_TENANT)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * A work begins.
   *
   * @param isAiling whether its server was not well; the same when it ends
   */
  public synchronized void entered(TenantId tenant, boolean isAiling) {
    underWay++;
    ailing += isAiling ? 1 : 0;
    worksByTenant.merge(tenant.value(), 1, Integer::sum);
  }

  /** A work has ended, however it did. */
  public synchronized void left(TenantId tenant, boolean isAiling) {
    underWay--;
    ailing -= isAiling ? 1 : 0;
    worksByTenant.computeIfPresent(tenant.value(), (name, many) -> many == 1 ? null : many - 1);
  }
}
