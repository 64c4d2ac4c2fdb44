package io.strongroom.upstream;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.SocketException;
import java.util.Map;

/** Lets the service under test resolve names by a {@link LoopbackDns}. */
public final class LoopbackDnsResource implements QuarkusTestResourceLifecycleManager {
  private LoopbackDns dns;

  @Override
  public Map<String, String> start() {
    try {
      dns = new LoopbackDns();
      return Map.of("quarkus.vertx.resolver.servers", "127.0.0.1:" + dns.port());
    } catch (SocketException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void stop() {
    if (dns != null) {
      dns.close();
    }
  }
}
