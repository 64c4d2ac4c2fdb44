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
public final class KilledService implements AutoCloseable {
  private final String operatorKey = TestKeys.random();
  private final Path data;
  private final Map<String, String> more;
  private ServiceProcess life;

  KilledService(Path data) {
    this(data, Map.of());
  }

  /**
   * @param more environment of each life, above the usual
   */
  public KilledService(Path data, Map<String, String> more) {
    this.data = data;
    this.more = more;
    start();
  }

  /** The life that is under way, or was the last. */
  public ServiceProcess life() {
    return life;
  }

  public URI uri() {
    return life.baseUri();
  }

  public String operatorKey() {
    return operatorKey;
  }

  public VaultTenant tenantOf(Upstream upstream, String grant, Map<String, ?> more) {
    return upstream.tenantOf(uri(), operatorKey, grant, more);
  }

  public void start() {
    launch();
    var unused = life.awaitReady();
  }

  /** The next life, without waiting for it. */
  public void launch() {
    life = ServiceProcess.launch(data, ServiceSettings.of(operatorKey, more));
  }

  /** SIGKILL, to its PostgreSQL too if so told, and the next life. */
  public void killAndStart(boolean postgresToo) {
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
