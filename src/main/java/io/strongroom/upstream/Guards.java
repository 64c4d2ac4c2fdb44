package io.strongroom.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The guard of each environment; an edit of the environment brings a new one. */
@Singleton
class Guards {
  /** Environments whose guard this instance keeps; one that is not used falls out first. */
  private static final int MAX_GUARDS = 10_000;

  private final Cache<Key, Guard> guards = Caffeine.newBuilder().maximumSize(MAX_GUARDS).build();

  /** Breakers' names are never used twice, not even by a guard that replaces another. */
  private final AtomicLong made = new AtomicLong();

  Guard of(Route route) {
    Key key = new Key(route.tenant(), route.environment(), route.environmentRevision());
    return guards.get(key, missing -> new Guard(made.incrementAndGet(), route.settings()));
  }

  private record Key(TenantId tenant, EnvironmentName environment, UUID revision) {}
}
