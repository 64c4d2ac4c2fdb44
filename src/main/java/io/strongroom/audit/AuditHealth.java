package io.strongroom.audit;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells the operator of an audit that somebody has to look at. Always UP: acts go on being
 * recorded, and to take callers away would seal none of them.
 */
@Readiness
@Singleton
class AuditHealth implements HealthCheck {
  private final AuditMeters meters;
  private final HeadLog heads;

  AuditHealth(AuditMeters meters, HeadLog heads) {
    this.meters = meters;
    this.heads = heads;
  }

  @Override
  public HealthCheckResponse call() {
    boolean well = meters.broken() == 0 && !heads.isFailing() && heads.lost() == 0;
    return HealthCheckResponse.named("audit")
        .up()
        .withData("state", well ? "ok" : "degraded")
        .withData("brokenChains", meters.broken())
        .withData("headsWaiting", heads.waiting())
        .withData("headsLost", heads.lost())
        .build();
  }
}
