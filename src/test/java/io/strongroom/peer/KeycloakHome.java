package io.strongroom.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A private copy of the unpacked Keycloak distribution: a server writes into its own home.
 *
 * <p>Keycloak rebuilds itself at its first {@code start-dev}, which takes longer than the start.
 * What it built is kept beside the distribution, so that only the first server pays for it; a
 * server to which it does not fit rebuilds itself again.
 */
record KeycloakHome(Path distribution, Path path) {
  private static final Path BUILT = Path.of("lib", "quarkus");

  /** The distribution that the Maven profile {@code keycloak} unpacked. */
  static KeycloakHome create() {
    var configured = System.getProperty("keycloak.home");
    if (configured == null || !Files.isDirectory(Path.of(configured))) {
      throw new IllegalStateException("no Keycloak to run: build with -Pkeycloak");
    }
    var distribution = Path.of(configured);
    try {
      var home =
          Files.createTempDirectory(distribution.toAbsolutePath().getParent(), "keycloak-home-");
      Trees.copy(distribution, home);
      var built = built(distribution);
      if (Files.isDirectory(built)) {
        Trees.copy(built, home.resolve(BUILT));
      }
      return new KeycloakHome(distribution, home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path script() {
    return path.resolve("bin").resolve("kc.sh");
  }

  /** Where a server's output goes; it outlives the home. */
  Path log() {
    return path.resolveSibling(path.getFileName() + ".log");
  }

  /** Keeps what this home's server built, unless another server was first. */
  void keepBuilt() throws IOException {
    var built = built(distribution);
    if (Files.exists(built)) {
      return;
    }
    var copy = Files.createTempDirectory(built.getParent(), "keycloak-built-");
    Trees.copy(path.resolve(BUILT), copy);
    try {
      Files.move(copy, built, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException anotherWasFirst) {
      Trees.delete(copy);
    }
  }

  void delete() throws IOException {
    Trees.delete(path);
  }

  private static Path built(Path distribution) {
    return distribution.toAbsolutePath().resolveSibling(distribution.getFileName() + "-built");
  }
}
