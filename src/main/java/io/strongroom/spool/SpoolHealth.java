package io.strongroom.spool;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells the operator of outcomes that are not in the database. Always UP: the instance serves, and
 * to take callers away from it would not write them any sooner.
 */
@Readiness
@Singleton
class SpoolHealth implements HealthCheck {
  private final Spool spool;

  SpoolHealth(Spool spool) {
    this.spool = spool;
  }

  @Override
  public HealthCheckResponse call() {
    int spooled = spool.spooled();
    int quarantined = spool.quarantined();
    return HealthCheckResponse.named("spool")
        .up()
        .withData("state", spooled + quarantined == 0 ? "ok" : "degraded")
        .withData("spooled", spooled)
        .withData("quarantined", quarantined)
        .build();
  }
}
