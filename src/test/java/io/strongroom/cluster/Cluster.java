package io.strongroom.cluster;

import io.strongroom.database.ExternalPostgres;
import io.strongroom.database.ServiceProcess;
import io.strongroom.proxy.TcpProxy;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Services over one PostgreSQL, which each of them reaches through a proxy of its own. */
public final class Cluster implements AutoCloseable {
  static final int INSTANCES = 3;

  private final String operatorKey = TestKeys.random();
  private final ExternalPostgres postgres;
  private final Path folder;
  private final Map<String, String> settings;
  private final List<TcpProxy> proxies = new ArrayList<>();
  private final List<ServiceProcess> services = new ArrayList<>();

  private Cluster(ExternalPostgres postgres, Path folder, Map<String, String> settings) {
    this.postgres = postgres;
    this.folder = folder;
    this.settings = settings;
  }

  /** Three services. */
  static Cluster start(Path folder, Map<String, String> settings) {
    return start(INSTANCES, ExternalPostgres.newest(), folder, settings);
  }

  /**
   * @param postgres is closed with the cluster
   */
  public static Cluster start(
      int instances, ExternalPostgres postgres, Path folder, Map<String, String> settings) {
    return start(instances, postgres, postgres.port(), folder, settings);
  }

  /**
   * @param port by which the database is reached
   */
  static Cluster start(
      int instances,
      ExternalPostgres postgres,
      int port,
      Path folder,
      Map<String, String> settings) {
    Cluster cluster = new Cluster(postgres, folder, settings);
    try {
      cluster.startAll(instances, port);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** The first makes the tables and the key; the others come together. */
  private void startAll(int instances, int port) {
    for (int i = 0; i < instances; i++) {
      proxies.add(TcpProxy.to(port));
    }
    services.add(launch(0).awaitReady());
    for (int i = 1; i < instances; i++) {
      services.add(launch(i));
    }
    services.forEach(ServiceProcess::awaitReady);
  }

  private ServiceProcess launch(int instance) {
    Map<String, String> all =
        new HashMap<>(postgres.environmentBehind(proxies.get(instance).port()));
    all.put("STRONGROOM_KEK", "file:" + folder.resolve("kek.json"));
    all.putAll(settings);
    return ServiceProcess.launch(
        folder.resolve("instance-" + instance), ServiceSettings.of(operatorKey, all));
  }

  public String operatorKey() {
    return operatorKey;
  }

  public ExternalPostgres postgres() {
    return postgres;
  }

  TcpProxy proxy(int instance) {
    return proxies.get(instance);
  }

  public ServiceProcess service(int instance) {
    return services.get(instance);
  }

  public URI uri(int instance) {
    return services.get(instance).baseUri();
  }

  /** Where each instance is asked. */
  List<URI> uris() {
    return services.stream().map(ServiceProcess::baseUri).toList();
  }

  /** Starts an instance again that was killed or stopped, on other ports. */
  void startAgain(int instance) {
    services.set(instance, launch(instance).awaitReady());
  }

  @Override
  public void close() {
    services.forEach(ServiceProcess::close);
    proxies.forEach(TcpProxy::close);
    postgres.close();
  }
}
