package io.strongroom.spool;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** The spool in numbers. */
@Singleton
class SpoolMetrics implements MeterBinder {
  private static final String EMPTY_PLACES = "Places without an outcome";

  private final Spool spool;

  SpoolMetrics(Spool spool) {
    this.spool = spool;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(
        registry, "outcomes", Spool::spooled, "Outcomes that wait for the database", Tags.empty());
    gauge(
        registry,
        "quarantined",
        Spool::quarantined,
        "Places that wait for the operator",
        Tags.empty());
    gauge(registry, "places", Spool::freePlaces, EMPTY_PLACES, Tags.of("state", "free"));
    gauge(registry, "places", Spool::reservedPlaces, EMPTY_PLACES, Tags.of("state", "reserved"));
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      ToDoubleFunction<Spool> value,
      String description,
      Tags tags) {
    var unused =
        Gauge.builder("strongroom.spool." + name, spool, value)
            .description(description)
            .tags(tags)
            .register(registry);
  }
}
