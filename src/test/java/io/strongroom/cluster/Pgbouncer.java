package io.strongroom.cluster;

import io.strongroom.database.ExternalPostgres;
import io.strongroom.database.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A pgbouncer in transaction mode before a PostgreSQL; a process of its own, on loopback. */
final class Pgbouncer implements AutoCloseable {
  /** Fewer than two instances have of their own: transactions share them. */
  private static final int CONNECTIONS = 8;

  private static final long ENDS_WITHIN_SECONDS = 10;

  private final Process process;
  private final int port;

  private Pgbouncer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Pgbouncer before(ExternalPostgres postgres) {
    int port = FreePort.next();
    try {
      Path folder = Files.createTempDirectory("pgbouncer");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path users = folder.resolve("users.txt");
      Files.writeString(
          users, "\"%s\" \"%s\"%n".formatted(postgres.username(), postgres.password()));
      Path settings =
          Files.writeString(folder.resolve("pgbouncer.ini"), settings(postgres, port, users));
      Path log =
          Files.createDirectories(Path.of("target", "service-logs")).resolve("pgbouncer.log");
      return new Pgbouncer(
          new ProcessBuilder(command(settings))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start(),
          port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It refuses to run as root, and takes another identity then. */
  private static List<String> command(Path settings) {
    List<String> command = new ArrayList<>(List.of("pgbouncer"));
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("-u", "nobody"));
    }
    command.add(settings.toString());
    return command;
  }

  private static String settings(ExternalPostgres postgres, int port, Path users) {
    return """
        [databases]
        * = host=127.0.0.1 port=%d

        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = scram-sha-256
        auth_file = %s
        pool_mode = transaction
        default_pool_size = %d
        """
        .formatted(postgres.port(), port, users, CONNECTIONS);
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
