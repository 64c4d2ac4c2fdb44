package io.strongroom.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of the service's own in its data directory: durable, on loopback alone, with a
 * generated password.
 *
 * <p>It runs in a session of its own, so that neither a Ctrl-C in the terminal nor the end of the
 * service reaches it: it is stopped after the service has written its last outcome, and one that
 * lost its service to a crash is stopped and started anew by the next.
 */
public final class EmbeddedPostgres {
  /** Recovery after a crash reads the log of at most a few checkpoints. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(5);

  /** A fast stop disconnects everybody and writes one checkpoint. */
  private static final Duration STOP_TIMEOUT = Duration.ofMinutes(1);

  /** How much longer than pg_ctl's own limit its end is awaited. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  /**
   * A port that was free may be taken before PostgreSQL binds it, and the workers of a killed
   * PostgreSQL take a moment to notice and let go of its memory. An attempt takes 0.1 s or more.
   */
  private static final int ATTEMPTS = 20;

  private final DataDirectory directory;
  private final PostgresCluster cluster;
  private final Path log;
  private @Nullable PostgresPrograms unpacked;

  /** Touches nothing yet. The claim on the directory is what makes stopping an orphan safe. */
  public EmbeddedPostgres(DataDirectory directory) {
    this.directory = directory;
    this.cluster = new PostgresCluster(directory);
    this.log = directory.file("postgres.log");
  }

  /**
   * Stops what a former life left running, and starts anew.
   *
   * @throws StartRefused with the cause when PostgreSQL does not start
   */
  public synchronized DatabaseAddress start() {
    try {
      stop();
      RunningPostgres.disownStranger(cluster.folder());
      PostgresPrograms programs = programs();
      cluster.makeWith(programs);
      int port = start(programs);
      return new DatabaseAddress(
          "postgresql://127.0.0.1:" + port + "/" + PostgresCluster.NAME,
          PostgresCluster.NAME,
          cluster.password());
    } catch (IOException e) {
      throw new StartRefused(
          "The embedded PostgreSQL in "
              + directory
              + " does not start: "
              + DataDirectory.reason(e)
              + ".",
          e);
    }
  }

  private int start(PostgresPrograms programs) throws IOException {
    String complaint = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = freePort();
      Files.deleteIfExists(log);
      PostgresPrograms.Outcome outcome = control(programs, START_TIMEOUT, startArguments(port));
      if (outcome.success()) {
        return port;
      }
      complaint = complaint(outcome);
      if (!complaint.contains("TCP/IP") && !complaint.contains("still in use")) {
        break;
      }
    }
    throw new StartRefused(
        "The embedded PostgreSQL in "
            + directory
            + " does not start: "
            + PostgresPrograms.explained(complaint)
            + ".");
  }

  private List<String> startArguments(int port) {
    String options =
        settings(port).entrySet().stream()
            .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining(" "));
    return List.of("start", "-l", log.toString(), "-o", options);
  }

  /** On the command line they win over the cluster's files and over ALTER SYSTEM. */
  private static Map<String, String> settings(int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("port", Integer.toString(port));
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("unix_socket_directories", "");
    settings.put("fsync", "on");
    settings.put("synchronous_commit", "on");
    settings.put("full_page_writes", "on");
    settings.put("max_connections", "60");
    settings.put("statement_timeout", "30s");
    settings.put("lock_timeout", "5s");
    settings.put("idle_in_transaction_session_timeout", "10s");
    settings.put("timezone", "UTC");
    // The log names starts, stops and crashes. Errors go to the service, which redacts them.
    settings.put("log_min_messages", "log");
    settings.put("log_min_error_statement", "panic");
    settings.put("log_error_verbosity", "terse");
    settings.put("log_checkpoints", "off");
    return settings;
  }

  /** PostgreSQL's own log knows more than pg_ctl, which only says where to look. */
  private String complaint(PostgresPrograms.Outcome outcome) throws IOException {
    return Files.exists(log)
        ? new PostgresPrograms.Outcome(false, Files.readAllLines(log)).complaint()
        : outcome.complaint();
  }

  /**
   * Stops PostgreSQL, or does nothing where none runs on this directory. Returns when the process
   * has ended.
   */
  public synchronized void stop() {
    try {
      Optional<ProcessHandle> running = RunningPostgres.on(cluster.folder());
      if (running.isEmpty()) {
        return;
      }
      PostgresPrograms programs = programs();
      if (!control(programs, STOP_TIMEOUT, List.of("stop", "-m", "fast")).success()
          // What was committed is in its log: an abrupt stop loses time and nothing else.
          && !control(programs, STOP_TIMEOUT, List.of("stop", "-m", "immediate")).success()
          && RunningPostgres.on(cluster.folder()).isPresent()) {
        throw new IOException("process " + running.get().pid() + " does not stop");
      }
      RunningPostgres.awaitEnd(running.get());
    } catch (IOException e) {
      throw new StartRefused(
          "The PostgreSQL that runs in "
              + directory
              + " cannot be stopped: "
              + DataDirectory.reason(e)
              + ".",
          e);
    }
  }

  private PostgresPrograms.Outcome control(
      PostgresPrograms programs, Duration atMost, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("-D", cluster.folder().toString(), "-w", "-t", "" + atMost.toSeconds()));
    return programs.run(atMost.plus(SLACK), "", "pg_ctl", all);
  }

  private PostgresPrograms programs() {
    if (unpacked == null) {
      unpacked = new PostgresPrograms(PostgresBinaries.unpackInto(directory.file("bin")));
    }
    return unpacked;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
