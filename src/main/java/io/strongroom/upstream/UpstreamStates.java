package io.strongroom.upstream;

import io.smallrye.mutiny.Uni;
import io.strongroom.quota.Window;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import io.strongroom.upstream.UpstreamState.BudgetState;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What administrators are told of an environment's upstream; asks the upstream nothing. */
@Singleton
public class UpstreamStates {
  private final Environments environments;
  private final Guards guards;
  private final Budget budget;
  private final InstantSource clock;

  UpstreamStates(Environments environments, Guards guards, Budget budget, InstantSource clock) {
    this.environments = environments;
    this.guards = guards;
    this.budget = budget;
    this.clock = clock;
  }

  /** Fails with {@code environment-not-found} where there is none. */
  public Uni<UpstreamState> of(TenantId tenant, EnvironmentName name) {
    return environments
        .get(tenant, name)
        .chain(found -> spent(tenant, found).map(hour -> state(tenant, found, hour)));
  }

  private Uni<Optional<BudgetState>> spent(TenantId tenant, Environment found) {
    Integer limit = found.settings().hourlyBudget();
    return limit == null
        ? Uni.createFrom().item(Optional.empty())
        : budget.state(tenant, found.name(), limit).map(UpstreamStates::hour);
  }

  private static Optional<BudgetState> hour(Window window) {
    return Optional.of(new BudgetState(window.limit(), window.used(), window.end()));
  }

  private UpstreamState state(TenantId tenant, Environment found, Optional<BudgetState> hour) {
    @Nullable BudgetState counted = hour.orElse(null);
    return guards
        .existing(tenant, found.name(), found.revision())
        .map(guard -> UpstreamState.of(guard, clock.instant(), counted))
        .orElseGet(() -> UpstreamState.untouched(counted));
  }
}
