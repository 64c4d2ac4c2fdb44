package io.strongroom.database;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A real PostgreSQL 18 and an empty data directory for tests inside Quarkus. */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
  private ExternalPostgres postgres;
  private Path dataDirectory;

  @Override
  public Map<String, String> start() {
    try {
      dataDirectory = Files.createTempDirectory("strongroom-data");
      postgres = ExternalPostgres.newest();
      return Map.of(
          "strongroom.database.url", postgres.url(),
          "strongroom.database.username", postgres.username(),
          "strongroom.database.password", postgres.password(),
          "strongroom.data-dir", dataDirectory.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    try {
      if (postgres != null) {
        postgres.close();
      }
      if (dataDirectory != null) {
        PostgresCluster.delete(dataDirectory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
