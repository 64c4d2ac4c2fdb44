package io.strongroom.crash;

import io.strongroom.database.ExternalPostgres;
import io.strongroom.database.ServiceProcess;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Two services over one PostgreSQL: one that is stalled, and one that goes on. */
final class TwoInstances implements AutoCloseable {
  /** How long one waits for the other's spool while the other is away. */
  static final Duration OWNER_WAIT = Duration.ofSeconds(12);

  private final String operatorKey = TestKeys.random();
  private final ExternalPostgres postgres = ExternalPostgres.newest();
  private final ServiceProcess stalled;
  private final ServiceProcess steady;

  TwoInstances(Path folder) {
    this.stalled = start(folder, "stalled");
    this.steady = start(folder, "steady");
  }

  private ServiceProcess start(Path folder, String name) {
    Map<String, String> settings = new HashMap<>(postgres.environment());
    settings.put("STRONGROOM_KEK", "file:" + folder.resolve("kek.json"));
    settings.put("STRONGROOM_SPOOL_OWNER_WAIT_SECONDS", Long.toString(OWNER_WAIT.toSeconds()));
    return ServiceProcess.start(folder.resolve(name), ServiceSettings.of(operatorKey, settings));
  }

  String operatorKey() {
    return operatorKey;
  }

  ExternalPostgres postgres() {
    return postgres;
  }

  ServiceProcess stalled() {
    return stalled;
  }

  ServiceProcess steady() {
    return steady;
  }

  @Override
  public void close() {
    stalled.close();
    steady.close();
    postgres.close();
  }
}
