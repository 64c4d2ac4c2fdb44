package io.strongroom.database;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The processes of a PostgreSQL that tests treat badly. */
final class Postmaster {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

  private static final String LOG = "started-again.log";

  private final Path cluster;

  private Postmaster(Path cluster) {
    this.cluster = cluster;
  }

  /** That of the server which a superuser is connected to. */
  static Postmaster of(Statement statement) throws SQLException {
    try (ResultSet folder = statement.executeQuery("SHOW data_directory")) {
      folder.next();
      return new Postmaster(Path.of(folder.getString(1)));
    }
  }

  void freeze() {
    Signal.STOP.toAll(process());
  }

  void thaw() {
    Signal.CONT.toAll(process());
  }

  void quit() {
    endBy(Signal.QUIT);
  }

  void interrupt() {
    endBy(Signal.INT);
  }

  private void endBy(Signal signal) {
    ProcessHandle server = process();
    signal.to(server);
    await().atMost(ENDS_WITHIN).until(() -> !server.isAlive());
  }

  /**
   * Returns as soon as the server holds its folder, which may be long before it answers. A start
   * that finds workers of the server before it, who end a moment after it, is tried again.
   */
  void start() {
    AtomicReference<Process> last = new AtomicReference<>(spawn());
    await("a start; " + cluster.resolve(LOG))
        .atMost(ENDS_WITHIN)
        .until(
            () -> {
              if (!last.get().isAlive()) {
                last.set(spawn());
              }
              return RunningPostgres.on(cluster).isPresent();
            });
  }

  /** The command line of the last start is kept in the cluster's folder, each argument quoted. */
  private Process spawn() {
    try {
      List<String> command = new ArrayList<>();
      if (System.getProperty("user.name").equals("root")) {
        command.addAll(List.of("unshare", "-U"));
      }
      String last = Files.readString(cluster.resolve("postmaster.opts"));
      command.addAll(List.of("sh", "-c", "exec " + last.strip()));
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(Redirect.appendTo(cluster.resolve(LOG).toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessHandle process() {
    try {
      return RunningPostgres.on(cluster)
          .orElseThrow(() -> new IllegalStateException("no server runs here"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
