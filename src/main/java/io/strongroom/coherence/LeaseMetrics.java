package io.strongroom.coherence;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** Tells whether this instance answers from memory. */
@Singleton
class LeaseMetrics implements MeterBinder {
  private final Coherence coherence;

  LeaseMetrics(Coherence coherence) {
    this.coherence = coherence;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    var unused =
        Gauge.builder("strongroom.memory.lease", coherence, it -> it.mayAnswer() ? 1 : 0)
            .description("Whether this instance may answer from memory")
            .register(registry);
  }
}
