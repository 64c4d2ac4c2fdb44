package io.strongroom.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what came of sending, and how far behind the slowest webhook is. */
@Singleton
class WebhookMeters {
  private static final String DELIVERIES = "strongroom.webhook.deliveries";

  private final Counter delivered;
  private final Counter failed;
  private final Counter gone;

  /** As they were when they were last counted, over all instances. */
  private final AtomicLong lagSeconds = new AtomicLong();

  private final AtomicLong failing = new AtomicLong();

  WebhookMeters(MeterRegistry registry) {
    delivered = registry.counter(DELIVERIES, "outcome", "delivered");
    failed = registry.counter(DELIVERIES, "outcome", "failed");
    gone = registry.counter(DELIVERIES, "outcome", "gone");
    var unused = registry.gauge("strongroom.webhook.lag.seconds", lagSeconds);
    var alsoUnused = registry.gauge("strongroom.webhook.failing", failing);
  }

  void delivered() {
    delivered.increment();
  }

  void failed(boolean isGone) {
    (isGone ? gone : failed).increment();
  }

  /**
   * @param lag seconds since the oldest event that has not been delivered
   * @param many webhooks whose receiver has just failed
   */
  void behind(long lag, long many) {
    lagSeconds.set(lag);
    failing.set(many);
  }
}
