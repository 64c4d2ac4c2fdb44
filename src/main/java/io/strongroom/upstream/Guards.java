package io.strongroom.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import io.strongroom.token.Ticks;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The guard of each environment; an edit of the environment brings a new one.
 *
 * <p>Calls that are under way end in the guard they began in. Its permits are not the new guard's,
 * but its connections count in the bounds of the instance.
 */
@Singleton
final class Guards {
  /** Environments whose guard this instance keeps; one that is not used falls out first. */
  static final int MAX_GUARDS = 10_000;

  /** Longer than anything that a guard remembers. */
  private static final Duration KEPT_UNUSED = Duration.ofHours(2);

  /** Guards that have meters of their own: each may have some 20 series. */
  private static final int MAX_MEASURED = 500;

  private final Cache<Key, Revised> guards;
  private final Connections connections;
  private final Budget budget;
  private final Ticks ticks;
  private final MeterRegistry registry;
  private final GuardMeters others;
  private final AtomicInteger measured = new AtomicInteger();

  Guards(Connections connections, Budget budget, Ticks ticks, MeterRegistry registry) {
    this.connections = connections;
    this.budget = budget;
    this.ticks = ticks;
    this.registry = registry;
    this.others = GuardMeters.ofOthers(registry);
    this.guards =
        Caffeine.newBuilder()
            .maximumSize(MAX_GUARDS)
            .expireAfterAccess(KEPT_UNUSED)
            .<Key, Revised>evictionListener((key, guard, cause) -> retire(guard))
            .build();
    registry.gauge("strongroom.upstream.connections", connections, Connections::open);
    registry.gauge("strongroom.upstream.guards", guards, Cache::estimatedSize);
  }

  Guard of(Route route) {
    Key key = new Key(route.tenant(), route.environment());
    Revised there = guards.getIfPresent(key);
    return there != null && there.isOf(route.environmentRevision())
        ? there.guard()
        : replace(key, route).guard();
  }

  /** The guard of that very revision, if there was a call under it. */
  Optional<Guard> existing(TenantId tenant, EnvironmentName environment, UUID revision) {
    return Optional.ofNullable(guards.getIfPresent(new Key(tenant, environment)))
        .filter(guard -> guard.isOf(revision))
        .map(Revised::guard);
  }

  /** Environments whose upstream this instance spares. */
  Set<Key> spared() {
    return guards.asMap().entrySet().stream()
        .filter(entry -> entry.getValue().guard().state() != CircuitBreakerState.CLOSED)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private Revised replace(Key key, Route route) {
    return guards
        .asMap()
        .compute(
            key,
            (same, there) -> {
              if (there != null && there.isOf(route.environmentRevision())) {
                return there;
              }
              // Meters have no revision: the old ones go before the new ones come.
              retire(there);
              return make(route);
            });
  }

  private Revised make(Route route) {
    boolean own = measured.incrementAndGet() <= MAX_MEASURED;
    if (!own) {
      measured.decrementAndGet();
    }
    GuardMeters meters =
        own ? new GuardMeters(registry, route.tenant(), route.environment()) : others;
    Guard guard =
        new Guard(route.tenant(), route.settings(), budget.of(route), connections, ticks, meters);
    if (own) {
      meters.watch(guard);
    }
    return new Revised(route.environmentRevision(), guard, own ? meters : null);
  }

  private void retire(@Nullable Revised guard) {
    if (guard != null && guard.meters() != null) {
      guard.meters().remove();
      measured.decrementAndGet();
    }
  }

  record Key(TenantId tenant, EnvironmentName environment) {}

  /**
   * A guard and the revision it is for.
   *
   * @param meters null where it has none of its own
   */
  private record Revised(UUID revision, Guard guard, @Nullable GuardMeters meters) {
    boolean isOf(UUID other) {
      return revision.equals(other);
    }
  }
}
