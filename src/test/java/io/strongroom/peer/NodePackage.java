package io.strongroom.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Node.js program of the test tree, installed under {@code target} with what it depends on. */
record NodePackage(Path folder) {
  private static final Path SOURCES = Path.of("src", "test", "js");
  private static final Path TARGET = Path.of("target");
  private static final long INSTALLED_WITHIN_MINUTES = 3;

  /** Installs exactly what the lock file says, unless that is there already. */
  static NodePackage install(String name) {
    var source = SOURCES.resolve(name);
    var folder = TARGET.resolve(name).toAbsolutePath();
    try {
      var installed = isInstalled(source, folder);
      Trees.copy(source, folder);
      if (!installed) {
        var log = folder.resolve("npm.log").toFile();
        run(builder(folder, "npm", "ci", "--no-audit", "--no-fund").redirectOutput(log));
      }
      return new NodePackage(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a file of the package, with its output appended to a log. */
  Process start(Path log, List<String> arguments) {
    var builder = builder(folder, "node");
    builder.command().addAll(arguments);
    return start(builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
  }

  private static boolean isInstalled(Path source, Path folder) throws IOException {
    var lock = Path.of("package-lock.json");
    return Files.exists(folder.resolve("node_modules").resolve(".package-lock.json"))
        && Files.exists(folder.resolve(lock))
        && Files.mismatch(source.resolve(lock), folder.resolve(lock)) == -1;
  }

  private static ProcessBuilder builder(Path folder, String... command) {
    return new ProcessBuilder(new ArrayList<>(List.of(command)))
        .directory(folder.toFile())
        .redirectErrorStream(true);
  }

  private static void run(ProcessBuilder builder) {
    var process = start(builder);
    try {
      if (!process.waitFor(INSTALLED_WITHIN_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("npm ci does not end, see " + builder.redirectOutput());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new IllegalStateException(e);
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException("npm ci failed, see " + builder.redirectOutput());
    }
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "these tests need Node.js 20 or newer with npm; there is no "
              + builder.command().get(0)
              + " to run",
          e);
    }
  }
}
