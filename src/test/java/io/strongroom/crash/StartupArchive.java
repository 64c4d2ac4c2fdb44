package io.strongroom.crash;

import io.strongroom.database.ServiceProcess;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Classes of the service as its JVM maps them at a start: without it a start takes about twice as
 * long. The JVM itself goes without an archive that does not fit.
 */
public final class StartupArchive {
  private static final Path FILE = Path.of("target", "crash", "classes.jsa").toAbsolutePath();
  private static final Path JAR =
      Path.of(System.getProperty("service.jar", "target/quarkus-app/quarkus-run.jar"));

  private StartupArchive() {}

  /** The option that makes a JVM use the archive, which the first caller waits for. */
  public static synchronized String option(Path folder) {
    if (!isThere()) {
      record(folder);
    }
    return "-XX:SharedArchiveFile=" + FILE;
  }

  private static boolean isThere() {
    try {
      return Files.exists(FILE)
          && Files.getLastModifiedTime(FILE).compareTo(Files.getLastModifiedTime(JAR)) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void record(Path folder) {
    String operatorKey = TestKeys.random();
    try {
      Files.createDirectories(FILE.getParent());
      Files.deleteIfExists(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var environment =
        ServiceSettings.of(
            operatorKey, Map.of("JAVA_TOOL_OPTIONS", "-XX:ArchiveClassesAtExit=" + FILE));
    try (var upstream = new Upstream();
        var service = ServiceProcess.start(folder.resolve("recorded"), environment)) {
      var tenant = upstream.tenantOf(service.baseUri(), operatorKey, "refresh_token", Map.of());
      tenant.putMasterToken("user", upstream.signIn("refresh_token", "user"));
      tenant.issue("user").then().statusCode(200);
    }
  }
}
