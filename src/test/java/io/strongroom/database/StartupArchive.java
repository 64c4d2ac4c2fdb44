package io.strongroom.database;

import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Classes of the service as its JVM maps them at a start: without it a start takes about twice as
 * long. The JVM itself goes without an archive that does not fit.
 */
final class StartupArchive {
  private static final Path FILE = Path.of("target", "service-classes.jsa").toAbsolutePath();
  private static final Path JAR =
      Path.of(System.getProperty("service.jar", "target/quarkus-app/quarkus-run.jar"));

  /** Whether this very thread records: what it starts has no archive yet. */
  private static boolean recording;

  private StartupArchive() {}

  /** What makes a JVM use the archive, which the first caller waits for. */
  static synchronized List<String> arguments() {
    if (recording) {
      return List.of("-XX:ArchiveClassesAtExit=" + FILE);
    }
    if (!isThere()) {
      recording = true;
      try {
        record();
      } finally {
        recording = false;
      }
    }
    return List.of("-XX:SharedArchiveFile=" + FILE);
  }

  private static boolean isThere() {
    try {
      return Files.exists(FILE)
          && Files.getLastModifiedTime(FILE).compareTo(Files.getLastModifiedTime(JAR)) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void record() {
    String operatorKey = TestKeys.random();
    Path folder;
    try {
      folder = Files.createTempDirectory(FILE.getParent(), "recorded-");
      Files.deleteIfExists(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var environment = ServiceSettings.of(operatorKey);
    try (var upstream = new Upstream();
        var service = ServiceProcess.start(folder.resolve("recorded"), environment)) {
      var tenant = upstream.tenantOf(service.baseUri(), operatorKey, "refresh_token", Map.of());
      tenant.putMasterToken("user", upstream.signIn("refresh_token", "user"));
      tenant.issue("user").then().statusCode(200);
    }
  }
}
