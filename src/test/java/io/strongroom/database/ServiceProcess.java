package io.strongroom.database;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The packaged service as a process of its own, with ports of its own. Closing it leaves no process
 * behind, neither the service's nor its PostgreSQL's.
 */
public final class ServiceProcess implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);
  private static final Path LOGS = Path.of("target", "service-logs");
  private static final Path PROGRAMS = Path.of("target", "service-programs");
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path dataDirectory;
  private final Process process;
  private final Path output;
  private final int port;
  private final int managementPort;

  private ServiceProcess(
      Path dataDirectory, Process process, Path output, int port, int managementPort) {
    this.dataDirectory = dataDirectory;
    this.process = process;
    this.output = output;
    this.port = port;
    this.managementPort = managementPort;
  }

  /**
   * Starts the service and returns when it is ready; fails with its output when it ends instead.
   */
  public static ServiceProcess start(Path dataDirectory, Map<String, String> environment) {
    return launch(dataDirectory, environment).awaitReady();
  }

  /** Starts the service on its embedded database. */
  public static ServiceProcess start(Path dataDirectory) {
    return start(dataDirectory, Map.of());
  }

  /**
   * Starts the service and returns at once. It works in the data directory's parent; of this
   * process's environment no setting reaches it. A data directory that does not exist yet is given
   * the programs of PostgreSQL, so that not every test waits for the unpacking.
   */
  public static ServiceProcess launch(
      Path dataDirectory, Map<String, String> environment, String... arguments) {
    int port = FreePort.next();
    int managementPort = FreePort.next();
    try {
      sharePrograms(dataDirectory);
      Path output = output();
      ProcessBuilder builder = new ProcessBuilder(command(arguments)).redirectErrorStream(true);
      builder.directory(dataDirectory.toAbsolutePath().getParent().toFile());
      builder.redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.matches("(STRONGROOM|QUARKUS)_.*"));
      builder.environment().putAll(settings(dataDirectory, port, managementPort));
      builder.environment().putAll(environment);
      return new ServiceProcess(dataDirectory, builder.start(), output, port, managementPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sharePrograms(Path dataDirectory) throws IOException {
    if (!Files.exists(dataDirectory)) {
      Path programs = SecretFiles.makeDirectory(PROGRAMS);
      PostgresBinaries.unpackInto(programs);
      SecretFiles.makeDirectory(dataDirectory);
      Files.createSymbolicLink(dataDirectory.resolve("bin"), programs);
    }
  }

  private static List<String> command(String... arguments) {
    Path jar = Path.of(System.getProperty("service.jar", "target/quarkus-app/quarkus-run.jar"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Tests start it often and ask it little: no time for the second compiler.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx320m"));
    command.addAll(StartupArchive.arguments());
    command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Map<String, String> settings(Path dataDirectory, int port, int managementPort) {
    Map<String, String> settings = new HashMap<>();
    settings.put("STRONGROOM_DATA_DIR", dataDirectory.toAbsolutePath().toString());
    settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    settings.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    settings.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
    settings.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
    return settings;
  }

  private static Path output() throws IOException {
    Files.createDirectories(LOGS);
    String name = ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + ".log";
    return LOGS.resolve(name).toAbsolutePath();
  }

  /** Waits until health says UP; a service that ends instead, or takes too long, is an error. */
  public ServiceProcess awaitReady() {
    try {
      await()
          .atMost(STARTS_WITHIN)
          .pollDelay(Duration.ofMillis(200))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> !process.isAlive() || isReady());
      if (!process.isAlive()) {
        throw new IllegalStateException("the service ended: " + said());
      }
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Whether {@code /q/health/ready} answers 200 now. */
  public boolean isReady() {
    HttpRequest request =
        HttpRequest.newBuilder(managementUri().resolve("q/health/ready"))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      return HTTP.send(request, BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code http://127.0.0.1:port/}, where callers go. */
  public URI baseUri() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /** {@code http://127.0.0.1:port/}, where health, metrics and API documents are. */
  public URI managementUri() {
    return URI.create("http://127.0.0.1:" + managementPort + "/");
  }

  public Path dataDirectory() {
    return dataDirectory;
  }

  public long pid() {
    return process.pid();
  }

  /** Whether this life of the service has not ended yet. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** All that the service wrote so far to standard output and standard error. */
  public String said() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file under {@code target} that keeps {@link #said}. */
  public Path outputFile() {
    return output;
  }

  /** The process id of the embedded PostgreSQL, if one runs on the data directory. */
  public OptionalLong postgresPid() {
    return postgres().map(p -> OptionalLong.of(p.pid())).orElseGet(OptionalLong::empty);
  }

  private Optional<ProcessHandle> postgres() {
    try {
      return RunningPostgres.on(dataDirectory.resolve("postgres"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection to the embedded database, as the service's own role. */
  public Connection connect() throws SQLException, IOException {
    List<String> pidFile = Files.readAllLines(dataDirectory.resolve("postgres/postmaster.pid"));
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + pidFile.get(3).strip() + "/strongroom",
        "strongroom",
        Files.readString(dataDirectory.resolve("postgres.key")));
  }

  /** SIGKILL to the service alone; its PostgreSQL lives on. Returns when the process is gone. */
  public void kill9() {
    end(process.toHandle());
  }

  /** SIGKILL to the embedded PostgreSQL. Returns when the process is gone. */
  public void killPostgres9() {
    end(postgres().orElseThrow());
  }

  /** SIGSTOP to the embedded PostgreSQL: connections stay, and nobody answers. */
  public void freezePostgres() {
    Signal.STOP.toAll(postgres().orElseThrow());
  }

  /** SIGCONT. */
  public void thawPostgres() {
    Signal.CONT.toAll(postgres().orElseThrow());
  }

  private static void end(ProcessHandle handle) {
    handle.destroyForcibly();
    await().atMost(ENDS_WITHIN).until(() -> !isRunning(handle));
  }

  /** A process that has ended but that nobody has reaped counts as gone. */
  private static boolean isRunning(ProcessHandle handle) {
    return handle.isAlive() && handle.info().command().isPresent();
  }

  /** SIGTERM, as by a service manager; waits for the end and gives the exit code. */
  public int terminate() {
    process.destroy();
    return awaitExit();
  }

  /** SIGINT, as by Ctrl-C; waits for the end and gives the exit code. */
  public int interrupt() {
    Signal.INT.to(process.toHandle());
    return awaitExit();
  }

  /** SIGSTOP to the service alone: it stands still, connections and all, until {@link #thaw}. */
  public void freeze() {
    Signal.STOP.to(process.toHandle());
  }

  /** SIGCONT. */
  public void thaw() {
    Signal.CONT.to(process.toHandle());
  }

  /** Waits for a service that ends by itself and gives the exit code. */
  public int awaitExit() {
    try {
      return process.onExit().get(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS).exitValue();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the service does not end: " + said(), e);
    }
  }

  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        thaw();
        terminate();
      }
    } finally {
      process.destroyForcibly();
      postgres().ifPresent(ServiceProcess::end);
    }
  }
}
