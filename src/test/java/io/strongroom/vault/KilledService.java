package io.strongroom.vault;

import io.strongroom.database.ServiceProcess;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** One data directory, and the lives of the service on it. */
final class KilledService implements AutoCloseable {
  private final String operatorKey = TestKeys.random();
  private final Path data;
  private ServiceProcess life;

  KilledService(Path data) {
    this.data = data;
    start();
  }

  /** The life that is under way, or was the last. */
  ServiceProcess life() {
    return life;
  }

  URI uri() {
    return life.baseUri();
  }

  String operatorKey() {
    return operatorKey;
  }

  VaultTenant tenantOf(Upstream upstream, String grant, Map<String, ?> more) {
    return upstream.tenantOf(uri(), operatorKey, grant, more);
  }

  void start() {
    life = ServiceProcess.start(data, ServiceSettings.of(operatorKey));
  }

  /** SIGKILL, to its PostgreSQL too if so told, and the next life. */
  void killAndStart(boolean postgresToo) {
    life.kill9();
    if (postgresToo) {
      life.killPostgres9();
    }
    start();
  }

  @Override
  public void close() {
    life.close();
  }
}
