package io.strongroom.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.Database;
import io.strongroom.quota.Window;
import io.strongroom.quota.Windows;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import io.strongroom.token.Ticks;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * How many calls an upstream may be asked in one clock-aligned UTC hour, by the database's clock
 * and over all instances.
 *
 * <p>A call is charged before it is sent and never refunded; a charge whose fate is unknown counts.
 * That a budget is spent is remembered to the end of the hour, for the revision of the environment
 * that it was spent under: refusing costs no query, and an edit is felt at once.
 */
@Singleton
public class Budget {
  /** Beside the resources that callers are held to, whose names an administrator can set. */
  private static final String RESOURCE = "upstream";

  /** Spent budgets that are remembered; one that falls out costs its next call a query. */
  private static final int MAX_SPENT = 10_000;

  private final Cache<Key, Spent> spent = Caffeine.newBuilder().maximumSize(MAX_SPENT).build();
  private final Database database;
  private final Ticks ticks;

  Budget(Database database, Ticks ticks) {
    this.database = database;
    this.ticks = ticks;
  }

  /**
   * Charges one call, in a transaction that has ended when the answer is there.
   *
   * @param revision of the environment, which an edit makes anew
   * @param limit calls an hour
   * @return a refusal is a window that did not admit the call; fails with {@code vault-unavailable}
   *     where the database cannot be asked, and then nothing may be sent
   */
  public Uni<Window> charge(
      TenantId tenant, EnvironmentName environment, UUID revision, long limit) {
    Optional<Window> known = spent(tenant, environment, revision);
    if (known.isPresent()) {
      return Uni.createFrom().item(known.get());
    }
    long asked = ticks.nanos();
    return database
        .write(
            connection -> Windows.charge(connection, tenant, RESOURCE, environment.value(), limit))
        .invoke(
            window -> {
              if (!window.admitted()) {
                spent.put(new Key(tenant, environment, revision), new Spent(window, asked));
              }
            });
  }

  /** What the environment of a route may still ask. */
  Allowance of(Route route) {
    Integer limit = route.settings().hourlyBudget();
    return limit == null ? Allowance.UNLIMITED : new Limited(route, limit);
  }

  /** The window that has nothing left, as far as this instance knows without asking. */
  Optional<Window> spent(TenantId tenant, EnvironmentName environment, UUID revision) {
    Spent known = spent.getIfPresent(new Key(tenant, environment, revision));
    return known == null ? Optional.empty() : known.at(ticks.nanos());
  }

  /** The present hour, without a charge. */
  Uni<Window> state(TenantId tenant, EnvironmentName environment, long limit) {
    return Windows.read(database, tenant, RESOURCE, environment.value(), limit);
  }

  /** The allowance of an environment that has a budget. */
  private final class Limited implements Allowance {
    private final TenantId tenant;
    private final EnvironmentName environment;
    private final UUID revision;
    private final long limit;

    Limited(Route route, long limit) {
      this.tenant = route.tenant();
      this.environment = route.environment();
      this.revision = route.environmentRevision();
      this.limit = limit;
    }

    @Override
    public Optional<Window> spent() {
      return Budget.this.spent(tenant, environment, revision);
    }

    @Override
    public Uni<Optional<Window>> charge() {
      return Budget.this.charge(tenant, environment, revision, limit).map(Optional::of);
    }
  }

  private record Key(TenantId tenant, EnvironmentName environment, UUID revision) {}

  /**
   * A refusal.
   *
   * @param asked by the monotonic clock, from before the question was sent
   */
  private record Spent(Window window, long asked) {
    Optional<Window> at(long now) {
      Duration left = window.left().minusNanos(now - asked);
      return left.isNegative() || left.isZero()
          ? Optional.empty()
          : Optional.of(new Window(window.limit(), window.used(), window.end(), left, false));
    }
  }
}
