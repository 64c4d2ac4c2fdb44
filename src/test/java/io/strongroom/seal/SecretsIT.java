package io.strongroom.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.database.ExternalPostgres;
import io.strongroom.database.ServiceProcess;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.Upstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No secret is in the database, in the log or in an answer that is not meant to carry it, whatever
 * form it might take there; the service logs all it can.
 */
class SecretsIT {
  private final PlantedSecrets secrets = new PlantedSecrets();
  private final String operatorKey = secrets.key("operator key");
  private final Upstream upstream = new Upstream();
  @TempDir Path folder;

  @AfterEach
  void stop() {
    upstream.close();
  }

  @Test
  void nothingLeaksWithADatabaseOfTheOperators() throws Exception {
    try (var postgres = ExternalPostgres.newest();
        var service = start(logging("DEBUG", postgres.environment()))) {
      var story = story(service);
      var last = story.tenant("x-token");
      try (var database = postgres.connect()) {
        story.tell(database);
        assertNoneIn(DatabaseDump.of(database));
        assertPlantedLeakIsFound(database);
      }
      postgres.close();
      story.callInVain(last);
      assertNoneIn(story.answers());
      assertNoneIn(Map.of("the log", log(service)));
    }
  }

  @Test
  void nothingLeaksWithTheEmbeddedDatabase() throws Exception {
    try (var service = start(logging("TRACE", Map.of()))) {
      var story = story(service);
      var last = story.tenant("x-token");
      try (var database = service.connect()) {
        story.tell(database);
        assertNoneIn(DatabaseDump.of(database));
      }
      service.killPostgres9();
      story.callInVain(last);
      assertNoneIn(story.answers());
      assertNoneIn(Map.of("the log", log(service)));
      assertNoneIn(
          Map.of(
              "the database's log",
              Files.readString(service.dataDirectory().resolve("postgres.log"))));
    }
  }

  private SecretsStory story(ServiceProcess service) {
    secrets.note("client secret", Upstream.CLIENT_SECRET);
    return new SecretsStory(service.baseUri(), operatorKey, upstream, secrets);
  }

  private ServiceProcess start(Map<String, String> settings) {
    return ServiceProcess.start(folder.resolve("data"), ServiceSettings.of(operatorKey, settings));
  }

  private static Map<String, String> logging(String level, Map<String, String> settings) {
    var all = new HashMap<>(settings);
    all.put("QUARKUS_LOG_CATEGORY__IO_STRONGROOM__LEVEL", level);
    return all;
  }

  private static String log(ServiceProcess service) {
    var log = service.said();
    assertTrue(log.contains("internal error"), "the log has what went wrong");
    return log;
  }

  private void assertNoneIn(Map<String, String> places) {
    assertFalse(places.isEmpty());
    assertTrue(places.values().stream().anyMatch(text -> !text.isEmpty()));
    assertTrue(secrets.search().planted() > 0);
    assertEquals(Set.of(), secrets.search().find(places));
  }

  /** Were there one, it would be seen: as bytes and as text, in whatever table. */
  private void assertPlantedLeakIsFound(Connection database) throws SQLException {
    var token = secrets.plain("a token that leaks");
    try (Statement statement = database.createStatement()) {
      statement.execute(
          "CREATE TABLE leak AS SELECT convert_to('<" + token + ">', 'UTF8') AS bytes");
      statement.execute(
          "CREATE TABLE other AS SELECT encode(convert_to('<" + token + ">', 'UTF8'), 'base64')");
    }
    var found = secrets.search().find(DatabaseDump.of(database)).toString();
    assertTrue(found.contains("a token that leaks in hex in public.leak"), found);
    assertTrue(found.contains("a token that leaks in base64 in public.other"), found);
    assertTrue(found.contains("a token that leaks plain in SELECT"), found);
  }
}
