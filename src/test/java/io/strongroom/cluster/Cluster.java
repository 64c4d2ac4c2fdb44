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

/** Three services over one PostgreSQL, which each of them reaches through a proxy of its own. */
final class Cluster implements AutoCloseable {
  static final int INSTANCES = 3;

  private final String operatorKey = TestKeys.random();
  private final ExternalPostgres postgres = ExternalPostgres.newest();
  private final Path folder;
  private final Map<String, String> settings;
  private final List<TcpProxy> proxies = new ArrayList<>();
  private final List<ServiceProcess> services = new ArrayList<>();

  private Cluster(Path folder, Map<String, String> settings) {
    this.folder = folder;
    this.settings = settings;
  }

  static Cluster start(Path folder, Map<String, String> settings) {
    Cluster cluster = new Cluster(folder, settings);
    try {
      for (int i = 0; i < INSTANCES; i++) {
        cluster.proxies.add(TcpProxy.to(cluster.postgres.port()));
      }
      // The first makes the tables and the key; the others come together.
      cluster.services.add(cluster.launch(0).awaitReady());
      for (int i = 1; i < INSTANCES; i++) {
        cluster.services.add(cluster.launch(i));
      }
      cluster.services.forEach(ServiceProcess::awaitReady);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private ServiceProcess launch(int instance) {
    Map<String, String> all =
        new HashMap<>(postgres.environmentBehind(proxies.get(instance).port()));
    all.put("STRONGROOM_KEK", "file:" + folder.resolve("kek.json"));
    all.putAll(settings);
    return ServiceProcess.launch(
        folder.resolve("instance-" + instance), ServiceSettings.of(operatorKey, all));
  }

  String operatorKey() {
    return operatorKey;
  }

  ExternalPostgres postgres() {
    return postgres;
  }

  TcpProxy proxy(int instance) {
    return proxies.get(instance);
  }

  ServiceProcess service(int instance) {
    return services.get(instance);
  }

  URI uri(int instance) {
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
