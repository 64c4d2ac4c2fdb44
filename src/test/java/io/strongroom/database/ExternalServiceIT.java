package io.strongroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service on a PostgreSQL that the operator runs. */
class ExternalServiceIT {
  @TempDir Path temporary;

  @Test
  void theNewestIsUsed() throws Exception {
    try (var postgres = ExternalPostgres.newest()) {
      assertUsed(postgres, "18");
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void theOldestIsUsed() throws Exception {
    try (var postgres = ExternalPostgres.oldest()) {
      assertUsed(postgres, "15");
    }
  }

  private void assertUsed(ExternalPostgres postgres, String version) throws Exception {
    Path data = temporary.resolve("data");
    try (var service = ServiceProcess.start(data, postgres.environment());
        Connection connection = postgres.connect()) {
      assertTrue(
          EmbeddedServiceIT.first(connection, "SHOW server_version").startsWith(version + "."));
      assertFalse(Files.exists(data.resolve("postgres")), "no embedded one is made");
      assertTrue(Files.exists(data.resolve("lock")), "the directory is claimed all the same");
      assertEquals(143, service.terminate());
      assertEquals("1", EmbeddedServiceIT.first(connection, "SELECT 1"), "it is not stopped");
    }
  }

  @Test
  void theConfigurationFileNamesItAsWell() throws Exception {
    try (var postgres = ExternalPostgres.newest()) {
      Files.createDirectories(temporary.resolve("config"));
      Files.writeString(
          temporary.resolve("config/application.properties"),
          String.join(
              "\n",
              "strongroom.database.url=" + postgres.url(),
              "strongroom.database.username=" + postgres.username(),
              "strongroom.database.password=" + postgres.password()));
      Path data = temporary.resolve("data");
      try (var service = ServiceProcess.start(data)) {
        assertTrue(service.isReady());
        assertFalse(Files.exists(data.resolve("postgres")), "no embedded one is made");
      }
    }
  }

  @Test
  void oneThatForgetsInACrashIsRefused() {
    try (var postgres = ExternalPostgres.forgetful()) {
      assertRefused(postgres.environment(), "Strongroom needs fsync=on");
    }
  }

  @Test
  void aWrongPasswordIsRefusedAndNotPrinted() {
    try (var postgres = ExternalPostgres.newest()) {
      Map<String, String> environment = new HashMap<>(postgres.environment());
      environment.put("STRONGROOM_DATABASE_PASSWORD", "not-the-password");
      String said = assertRefused(environment, "password authentication failed");
      assertFalse(said.contains("not-the-password"), said);
    }
  }

  private String assertRefused(Map<String, String> environment, String sentence) {
    try (var service = ServiceProcess.launch(temporary.resolve("data"), environment)) {
      assertEquals(1, service.awaitExit());
      assertTrue(service.said().contains(sentence), service.said());
      assertEquals(1, service.said().lines().count(), service.said());
      return service.said();
    }
  }
}
