package io.strongroom.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** The audit in numbers. */
@Singleton
class AuditMeters {
  private final AtomicInteger broken = new AtomicInteger();
  private final Counter uncounted;

  AuditMeters(MeterRegistry registry, HeadLog heads) {
    var unused =
        Gauge.builder("strongroom.audit.broken", broken, AtomicInteger::get)
            .description("Tenants whose chain cannot be extended, because its head was changed")
            .register(registry);
    var alsoUnused =
        Gauge.builder("strongroom.audit.heads.waiting", heads, HeadLog::waiting)
            .description("Heads that the file does not have yet")
            .register(registry);
    var thirdUnused =
        FunctionCounter.builder("strongroom.audit.heads.lost", heads, HeadLog::lost)
            .description("Heads that the file will never have")
            .register(registry);
    uncounted =
        Counter.builder("strongroom.audit.fetches.undivided")
            .description("Fetches that were counted for their tenant only")
            .register(registry);
  }

  void broken(int tenants) {
    broken.set(tenants);
  }

  int broken() {
    return broken.get();
  }

  void undivided(long fetches) {
    uncounted.increment(fetches);
  }
}
