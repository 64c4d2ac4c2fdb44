package io.strongroom.upstream;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says in the health report how many upstreams are being spared. Always UP: what is wrong with an
 * upstream is no reason to send callers to another instance, or to none.
 */
@Readiness
@Singleton
class UpstreamsCheck implements HealthCheck {
  private final Guards guards;
  private final Connections connections;

  UpstreamsCheck(Guards guards, Connections connections) {
    this.guards = guards;
    this.connections = connections;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("upstreams")
        .up()
        .withData("openBreakers", guards.spared().size())
        .withData("openConnections", connections.open())
        .build();
  }
}
