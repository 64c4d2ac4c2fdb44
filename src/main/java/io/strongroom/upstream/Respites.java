package io.strongroom.upstream;

import io.strongroom.token.FaultCode;
import io.strongroom.token.Ticks;
import io.strongroom.token.Verdict;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long an upstream has asked not to be called again ({@code Retry-After}), client by client.
 *
 * <p>Bound to the revision of the client and, with the guard, to that of the environment: an edit
 * of either makes what was remembered void.
 */
final class Respites {
  /** Clients of one environment that are remembered; the oldest falls out. */
  private static final int MAX = 1_000;

  private final Ticks ticks;

  /** Written by calls that have ended, read by those that would begin. */
  private final Map<Revisions, Respite> respites =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Revisions, Respite> eldest) {
              return size() > MAX;
            }
          });

  Respites(Ticks ticks) {
    this.ticks = ticks;
  }

  /** Remembers what an answer asked for; one that asked before and for longer holds. */
  void hear(Revisions client, Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed && failed.retryAfter() != null) {
      long until = ticks.nanos() + failed.retryAfter().toNanos();
      respites.merge(
          client,
          new Respite(failed.verdict(), failed.code(), until),
          (old, now) -> old.until - now.until > 0 ? old : now);
    }
  }

  /** The refusal of a call that would begin now. */
  Optional<NotAsked> of(Revisions client) {
    Respite respite = respites.get(client);
    if (respite == null) {
      return Optional.empty();
    }
    long left = respite.until - ticks.nanos();
    if (left <= 0) {
      respites.remove(client, respite);
      return Optional.empty();
    }
    return Optional.of(NotAsked.restAsked(respite.verdict, respite.code, Duration.ofNanos(left)));
  }

  /** What is left of the longest; null where none lasts. */
  @Nullable Duration longest() {
    long now = ticks.nanos();
    synchronized (respites) {
      long left = respites.values().stream().mapToLong(r -> r.until - now).max().orElse(0);
      return left > 0 ? Duration.ofNanos(left) : null;
    }
  }

  /**
   * One rest.
   *
   * @param until by the monotonic clock
   */
  private record Respite(Verdict verdict, FaultCode code, long until) {}
}
