package io.strongroom.upstream;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the upstream of an environment is, and is spared.
 *
 * @param breaker {@code closed}, {@code open} or {@code half-open}, on this instance
 * @param running calls whose connection has not closed, of this instance
 * @param queued calls that wait for their turn, of this instance
 * @param restsUntil how long the upstream asked this instance not to call, for the client that
 *     rests longest; null where it did not
 * @param budget calls of the present hour, of all instances; null where the environment has no
 *     budget
 */
public record UpstreamState(
    String breaker,
    int running,
    int queued,
    @Nullable Instant restsUntil,
    @Nullable BudgetState budget) {

  /** One hour's calls; {@code until} is its end. */
  public record BudgetState(long limit, long used, Instant until) {}

  /** Of an environment that this instance did not call under its present revision. */
  static UpstreamState untouched(@Nullable BudgetState budget) {
    return new UpstreamState("closed", 0, 0, null, budget);
  }

  static UpstreamState of(Guard guard, Instant now, @Nullable BudgetState budget) {
    Duration rest = guard.rest();
    String breaker =
        switch (guard.state()) {
          case CLOSED -> "closed";
          case OPEN -> "open";
          case HALF_OPEN -> "half-open";
        };
    return new UpstreamState(
        breaker, guard.running(), guard.queued(), rest == null ? null : now.plus(rest), budget);
  }
}
