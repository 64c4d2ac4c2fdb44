package io.strongroom.seal;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.database.ExternalPostgres;
import io.strongroom.database.ServiceProcess;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A database has one key-encryption key; a service with none or another does not start on it. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyEncryptionKeyIT {
  private final String operatorKey = TestKeys.random();
  private final Upstream upstream = new Upstream();
  private ExternalPostgres postgres;
  private Path keys;
  private VaultTenant tenant;
  private Path folder;

  /** Seals a database with a key in a file that the setting names. */
  @BeforeAll
  void sealADatabase(@TempDir Path temporary) throws Exception {
    folder = temporary;
    keys = Files.createDirectories(folder.resolve("keys"));
    postgres = ExternalPostgres.newest();
    try (var service = start("first", named(keys.resolve("vault.json")))) {
      tenant = upstream.tenantOf(service.baseUri(), operatorKey, "x-token", Map.of());
      tenant.putMasterToken("user", upstream.signIn("x-token", "user")).then().statusCode(204);
      tenant.issue("user").then().statusCode(200);
    }
  }

  @AfterAll
  void stop() {
    postgres.close();
    upstream.close();
  }

  @Test
  void missingKeyIsRefusedAndNotMadeAnew() {
    var said = assertRefused("without-key", postgres.environment());
    assertTrue(said.contains("sealed with a key-encryption key"), said);
    assertTrue(said.contains("kek.json"), said);
    assertFalse(Files.exists(folder.resolve("without-key/kek.json")), "no key is made");
  }

  @Test
  void keyThatWentAwayIsRefusedAndNotMadeAnew() throws Exception {
    var data = folder.resolve("embedded");
    try (var service = ServiceProcess.start(data, ServiceSettings.of(operatorKey))) {
      assertEquals("rw-------", mode(data.resolve("kek.json")));
      assertEquals(143, service.terminate());
    }
    Path kept = Files.move(data.resolve("kek.json"), folder.resolve("kept.json"));

    var said = assertRefused("embedded", Map.of());
    assertTrue(said.contains("sealed with a key-encryption key"), said);
    assertFalse(Files.exists(data.resolve("kek.json")), "no key is made");

    Files.move(kept, data.resolve("kek.json"));
    try (var service = ServiceProcess.start(data, ServiceSettings.of(operatorKey))) {
      assertTrue(service.isReady(), "the key that was put back opens the database");
    }
  }

  @Test
  void keyOfAnotherDatabaseIsRefusedAndKept() throws Exception {
    var another = keys.resolve("another.json");
    try (var other = ExternalPostgres.newest();
        var service = start("of-another", with(other, "STRONGROOM_KEK", "file:" + another))) {
      assertTrue(service.isReady());
    }
    byte[] before = Files.readAllBytes(another);

    var said = assertRefused("with-another", named(another));
    assertTrue(said.contains("does not open this database"), said);
    assertArrayEquals(before, Files.readAllBytes(another), "it is another database's, not ours");
  }

  @Test
  void keyNamedBySettingOpensTheDatabaseFromAnyDirectory() throws Exception {
    assertEquals("rw-------", mode(keys.resolve("vault.json")));
    try (var service = start("elsewhere", named(keys.resolve("vault.json")))) {
      tenant
          .at(service.baseUri())
          .issue("user")
          .then()
          .statusCode(200)
          .body("source", equalTo("vault"));
      assertFalse(Files.exists(folder.resolve("elsewhere/kek.json")), "one key is enough");
    }
  }

  @Test
  void fileThatIsNoKeyIsRefusedAndNotQuoted() throws Exception {
    var file = Files.writeString(keys.resolve("broken.json"), "{\"secret-of-a-broken-key\":");
    var said = assertRefused("broken", named(file));
    assertTrue(said.contains("cannot be read as a keyset"), said);
    assertFalse(said.contains("secret-of-a-broken-key"), said);
  }

  @Test
  void settingThatNamesNoFileIsRefused() {
    var said = assertRefused("no-file", with(postgres, "STRONGROOM_KEK", "secret-kek-itself"));
    assertTrue(said.contains("STRONGROOM_KEK must be file:<path>"), said);
    assertFalse(said.contains("secret-kek-itself"), said);
  }

  @Test
  void ofTwoThatStartAtOnceExactlyOneSealsTheDatabase() throws Exception {
    try (var empty = ExternalPostgres.newest()) {
      var settings = ServiceSettings.of(operatorKey, empty.environment());
      try (var one = ServiceProcess.launch(folder.resolve("one"), settings);
          var other = ServiceProcess.launch(folder.resolve("other"), settings)) {
        boolean oneWon = winner(one, other);
        var loser = oneWon ? other : one;
        var winner = oneWon ? one : other;
        assertEquals(1, loser.awaitExit());
        assertTrue(loser.said().contains("Strongroom does not start."), loser.said());
        assertTrue(loser.said().contains("key-encryption key"), loser.said());
        assertFalse(
            Files.exists(loser.dataDirectory().resolve("kek.json")), "its key is of no use");
        assertTrue(Files.exists(winner.dataDirectory().resolve("kek.json")));
        var served = upstream.tenantOf(winner.baseUri(), operatorKey, "x-token", Map.of());
        served.putMasterToken("two", upstream.signIn("x-token", "two")).then().statusCode(204);
        served.issue("two").then().statusCode(200);
      }
    }
  }

  /** Waits until one of them is ready; whether it is the first. */
  private static boolean winner(ServiceProcess one, ServiceProcess other) {
    await().atMost(Duration.ofSeconds(90)).until(() -> one.isReady() || other.isReady());
    return one.isReady();
  }

  private ServiceProcess start(String data, Map<String, String> settings) {
    return ServiceProcess.start(folder.resolve(data), ServiceSettings.of(operatorKey, settings));
  }

  private Map<String, String> named(Path key) {
    return with(postgres, "STRONGROOM_KEK", "file:" + key);
  }

  private static Map<String, String> with(ExternalPostgres server, String name, String value) {
    var settings = new HashMap<>(server.environment());
    settings.put(name, value);
    return settings;
  }

  /** It ends with a code that says so and in one sentence, which is given. */
  private String assertRefused(String data, Map<String, String> settings) {
    try (var service =
        ServiceProcess.launch(folder.resolve(data), ServiceSettings.of(operatorKey, settings))) {
      assertEquals(1, service.awaitExit());
      var refusals =
          service.said().lines().filter(line -> line.contains("does not start")).toList();
      assertEquals(1, refusals.size(), service.said());
      assertFalse(service.said().contains("\tat "), service.said());
      return refusals.get(0);
    }
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
