package io.strongroom.upstream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of one guard. The meters have the names of tenant and environment, are made when
 * there is something to measure, and go with the guard.
 */
final class GuardMeters {
  private static final String NAME = "strongroom.upstream.";

  private final MeterRegistry registry;
  private final Tags tags;

  /** By name and tag; what was removed is not made again by a call that ends late. */
  private final Map<String, Meter> made = new ConcurrentHashMap<>();

  private boolean removed;

  GuardMeters(MeterRegistry registry, TenantId tenant, EnvironmentName environment) {
    this(registry, tenant.value(), environment.value());
  }

  private GuardMeters(MeterRegistry registry, String tenant, String environment) {
    this.registry = registry;
    this.tags = Tags.of("tenant", tenant, "environment", environment);
  }

  /** For all guards beyond those that are measured one by one. */
  static GuardMeters ofOthers(MeterRegistry registry) {
    return new GuardMeters(registry, "other", "other");
  }

  void watch(Guard guard) {
    gauge("breaker", guard, g -> g.state().ordinal(), "0 closed, 1 open, 2 half-open");
    gauge("running", guard, Guard::running, "calls whose connection has not closed");
    gauge("queued", guard, Guard::queued, "calls that wait for their turn");
  }

  private void gauge(String name, Guard guard, ToDoubleFunction<Guard> value, String what) {
    var unused =
        made(
            Gauge.class,
            name,
            () ->
                Gauge.builder(NAME + name, guard, value)
                    .tags(tags)
                    .description(what)
                    .register(registry));
  }

  /** A call that was not sent. */
  void rejected(NotAsked.Reason reason) {
    String word = reason.word();
    made(
            Counter.class,
            "rejected " + word,
            () -> registry.counter(NAME + "rejected", tags.and("reason", word)))
        .ifPresent(Counter::increment);
  }

  /** A call that was sent, and what came of it. */
  void called(Outcome outcome, long nanos) {
    String verdict = outcome instanceof Outcome.Failed failed ? failed.verdict().code() : "granted";
    made(
            Timer.class,
            "calls " + verdict,
            () -> registry.timer(NAME + "calls", tags.and("verdict", verdict)))
        .ifPresent(timer -> timer.record(nanos, TimeUnit.NANOSECONDS));
  }

  private <M extends Meter> Optional<M> made(Class<M> type, String key, Supplier<M> make) {
    Meter there = made.get(key);
    return Optional.ofNullable(type.cast(there == null ? makeOnce(key, make) : there));
  }

  private synchronized @Nullable Meter makeOnce(String key, Supplier<? extends Meter> make) {
    return removed ? null : made.computeIfAbsent(key, missing -> make.get());
  }

  synchronized void remove() {
    removed = true;
    made.values().forEach(registry::remove);
    made.clear();
  }
}
