package io.strongroom.sandbox;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Puts the simulator into the service when its setting says so, and says so loudly. */
@ApplicationScoped
class Sandbox {
  static final String PREFIX = "/sandbox";

  private static final Logger LOG = Logger.getLogger(Sandbox.class);

  /** Called once at start. Without the setting nothing is mounted: the paths do not exist. */
  void mount(@Observes Router router, SandboxConfig config, InstantSource clock) {
    if (!config.enabled()) {
      return;
    }
    LOG.warnf(
        "THE SANDBOX IS ON: a simulated OAuth provider and its control answer under %s without"
            + " authentication. Unset STRONGROOM_SANDBOX anywhere but in tests.",
        PREFIX);
    Provider provider = new Provider(clock, new SecureRandom());
    new ProviderRoutes(provider, new Faults()).mount(router, PREFIX);
  }
}
