package io.strongroom.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.zip.ZipFile;

/** A PostgreSQL that an operator might run: not started by the service, with a role for it. */
public final class ExternalPostgres implements AutoCloseable {
  private static final String NAME = "vault";
  private static final String PASSWORD = "external-postgres-password";
  private static final Path BINARIES = Path.of("target", "postgres-binaries");

  private final EmbeddedPostgres server;
  private final Postmaster postmaster;

  /** By how much the clock is ahead that the service's statements see. */
  private volatile Duration ahead = Duration.ZERO;

  private ExternalPostgres(EmbeddedPostgres server) {
    this.server = server;
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE " + NAME + " LOGIN PASSWORD '" + PASSWORD + "'");
      statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
      this.postmaster = Postmaster.of(statement);
    } catch (SQLException e) {
      close();
      throw new IllegalStateException(e);
    }
  }

  /** The version that the service brings along, PostgreSQL 18, durable. */
  public static ExternalPostgres newest() {
    return new ExternalPostgres(start(builder("newest", Map.of("fsync", "on"))));
  }

  /** A PostgreSQL 18 that forgets in a crash. */
  public static ExternalPostgres forgetful() {
    return new ExternalPostgres(start(builder("newest", Map.of("fsync", "off"))));
  }

  /** The oldest version that the service allows, PostgreSQL 15; Linux on x86-64 only. */
  public static ExternalPostgres oldest() {
    PgBinaryResolver resolver = (system, machine) -> oldestBinaries();
    return new ExternalPostgres(
        start(builder("oldest", Map.of("fsync", "on")).setPgBinaryResolver(resolver)));
  }

  /** The newest, whose clock can be set, as far as it tells the service's statements. */
  public static ExternalPostgres withAClockOfItsOwn() {
    ExternalPostgres postgres = newest();
    postgres.asSuperuser("CREATE SCHEMA clock");
    postgres.asSuperuser("GRANT USAGE ON SCHEMA clock TO PUBLIC");
    postgres.set(Duration.ZERO);
    postgres.asSuperuser("ALTER ROLE " + NAME + " SET search_path = public, clock, pg_catalog");
    return postgres;
  }

  /**
   * Sets the clock forward so that the hour turns when so much has passed.
   *
   * @param time less than an hour
   */
  public void turnTheHourIn(Duration time) {
    Instant turn = clock().instant().plus(time);
    Instant fullHour = turn.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
    set(ahead.plus(Duration.between(turn, fullHour)));
  }

  /** What the service's statements are told is the time. */
  public Clock clock() {
    return Clock.offset(Clock.systemUTC(), ahead);
  }

  /** By how much {@link #clock} is ahead of the machine's. */
  public Duration ahead() {
    return ahead;
  }

  /** A function that statements find before the one of the same name that they mean. */
  private void set(Duration next) {
    asSuperuser(
        """
        CREATE OR REPLACE FUNCTION clock.clock_timestamp() RETURNS timestamptz
        LANGUAGE sql VOLATILE
        AS $$ SELECT pg_catalog.clock_timestamp() + interval '%d milliseconds' $$
        """
            .formatted(next.toMillis()));
    ahead = Duration.ofMillis(next.toMillis());
  }

  /** What a server has done by itself some time after it was filled. */
  public void settle() {
    asSuperuser("VACUUM ANALYZE");
    asSuperuser("CHECKPOINT");
  }

  private void asSuperuser(String sql) {
    try (Connection connection = server.getDatabase("postgres", NAME).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static EmbeddedPostgres.Builder builder(String folder, Map<String, String> settings) {
    File binaries = BINARIES.resolve(folder).toAbsolutePath().toFile();
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(binaries)
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("password_encryption", "scram-sha-256")
            .setServerConfig("max_connections", "100")
            .setDataDirectoryCustomizer(ExternalPostgres::demandPasswords);
    settings.forEach(builder::setServerConfig);
    return builder;
  }

  /** The superuser of the tests needs none; everybody else does. */
  private static void demandPasswords(File dataDirectory) {
    try {
      Files.writeString(
          dataDirectory.toPath().resolve("pg_hba.conf"),
          """
          local all postgres trust
          host all postgres all trust
          host all all all scram-sha-256
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedPostgres start(EmbeddedPostgres.Builder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream oldestBinaries() throws IOException {
    String jar = System.getProperty("oldest.postgres", "target/oldest-postgres/binaries.jar");
    try (ZipFile file = new ZipFile(jar);
        InputStream archive = file.getInputStream(file.getEntry("postgres-linux-x86_64.txz"))) {
      return new ByteArrayInputStream(archive.readAllBytes());
    }
  }

  /** {@code postgresql://127.0.0.1:port/vault}. */
  public String url() {
    return url(port());
  }

  private static String url(int port) {
    return "postgresql://127.0.0.1:" + port + "/" + NAME;
  }

  public String username() {
    return NAME;
  }

  public String password() {
    return PASSWORD;
  }

  public int port() {
    return server.getPort();
  }

  /** The three settings that make the service use this server. */
  public Map<String, String> environment() {
    return environmentBehind(port());
  }

  /** The same for a service that reaches this server through another port. */
  public Map<String, String> environmentBehind(int port) {
    return Map.of(
        "STRONGROOM_DATABASE_URL", url(port),
        "STRONGROOM_DATABASE_USERNAME", username(),
        "STRONGROOM_DATABASE_PASSWORD", password());
  }

  /** SIGSTOP to the server and all its workers: connections stay, and nobody answers. */
  public void freeze() {
    postmaster.freeze();
  }

  /** SIGCONT to all of them. */
  public void thaw() {
    postmaster.thaw();
  }

  /** Immediate shutdown: connections break, and the next start recovers from the log. */
  public void stopAtOnce() {
    postmaster.quit();
  }

  /** Fast shutdown: connections are ended in order. */
  public void stopFast() {
    postmaster.interrupt();
  }

  /** Starts a server that was stopped, on the same port. */
  public void startAgain() {
    postmaster.start();
  }

  /** A connection as the service's role. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:" + url(), username(), password());
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
