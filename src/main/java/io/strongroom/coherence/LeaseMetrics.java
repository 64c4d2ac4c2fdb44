package io.strongroom.coherence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** Tells whether this instance answers from memory, and how often it had to forget everything. */
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
    Counter emptied =
        Counter.builder("strongroom.memory.emptied")
            .description("How often all that was remembered was forgotten at once")
            .register(registry);
    coherence.onEviction(topic -> {}, emptied::increment);
  }
}
