package io.strongroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails ends in one sentence, a code that says so, and no process left. */
@Tag("faults")
class FailedStartIT {
  @TempDir Path temporary;

  @Test
  void aTakenPort() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertFails(Map.of("QUARKUS_HTTP_PORT", port), "Port " + port + " is taken");
    }
  }

  @Test
  void anUnreachableDatabase() {
    assertFails(
        Map.of(
            "STRONGROOM_DATABASE_URL", "postgresql://127.0.0.1:1/vault",
            "STRONGROOM_DATABASE_USERNAME", "vault"),
        "The database postgresql://127.0.0.1:1/vault cannot be used");
  }

  @Test
  void aDatabaseWithoutUser() {
    assertFails(
        Map.of("STRONGROOM_DATABASE_URL", "postgresql://127.0.0.1:1/vault"),
        "STRONGROOM_DATABASE_USERNAME is not");
  }

  @Test
  void aFileWhereTheDataDirectoryShouldBe() throws IOException {
    Files.writeString(temporary.resolve("data"), "");
    assertFails(Map.of(), "The data directory");
  }

  @Test
  void aSettingThatIsNoNumber() {
    assertFails(Map.of("QUARKUS_HTTP_PORT", "many"), "quarkus.http.port");
  }

  @Test
  void rootWithoutUserNamespaces() throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"));
    // Without the program unshare on the path the service cannot leave root behind.
    assertFails(Map.of("PATH", temporary.toString()), "does not run as root");
  }

  private void assertFails(Map<String, String> environment, String sentence) {
    try (var service = ServiceProcess.launch(temporary.resolve("data"), environment)) {
      assertEquals(1, service.awaitExit());
      String said = service.said();
      String last = said.lines().reduce("", (before, line) -> line);
      assertTrue(last.startsWith("Strongroom does not start."), said);
      assertTrue(last.contains(sentence), said);
      assertFalse(said.contains("\tat "), said);
      assertEquals(OptionalLong.empty(), service.postgresPid());
    }
  }
}
