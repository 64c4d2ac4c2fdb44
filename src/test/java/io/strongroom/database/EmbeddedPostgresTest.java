package io.strongroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded PostgreSQL without the service: made, stopped, orphaned, left half made. */
class EmbeddedPostgresTest {
  @TempDir static Path programs;
  @TempDir Path temporary;

  private DataDirectory directory;
  private EmbeddedPostgres postgres;

  /** The programs are unpacked once for all tests; every data directory links to them. */
  @BeforeAll
  static void unpack() {
    assertTrue(Files.isDirectory(PostgresBinaries.unpackInto(programs)));
  }

  @BeforeEach
  void claim() throws IOException {
    directory = DataDirectory.claim(temporary.resolve("data"));
    Files.createSymbolicLink(directory.file("bin"), programs);
    postgres = new EmbeddedPostgres(directory);
  }

  @AfterEach
  void stop() {
    postgres.stop();
  }

  @Test
  void isDurableBoundedAndOnLoopbackAlone() throws Exception {
    DatabaseAddress address = postgres.start();
    DatabaseRules.check(address);
    Map<String, String> expected =
        Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("statement_timeout", "30s"),
            Map.entry("lock_timeout", "5s"),
            Map.entry("idle_in_transaction_session_timeout", "10s"),
            Map.entry("max_connections", "60"),
            Map.entry("server_encoding", "UTF8"),
            Map.entry("data_checksums", "on"),
            Map.entry("is_superuser", "off"));
    for (Map.Entry<String, String> setting : expected.entrySet()) {
      assertEquals(setting.getValue(), ask(address, "SHOW " + setting.getKey()), setting.getKey());
    }
    assertEquals(
        "C.UTF-8", ask(address, "SELECT datlocale FROM pg_database WHERE datname='strongroom'"));
  }

  @Test
  void refusesAWrongPasswordAndTheSuperuser() {
    DatabaseAddress address = postgres.start();
    var wrong = new DatabaseAddress(address.url(), address.username(), "not-the-password");
    var superuser = new DatabaseAddress(address.url(), "postgres", address.password());
    StartRefused refused = assertThrows(StartRefused.class, () -> DatabaseRules.check(wrong));
    assertTrue(refused.getMessage().contains("password authentication failed"));
    assertFalse(refused.getMessage().contains("not-the-password"));
    assertThrows(StartRefused.class, () -> DatabaseRules.check(superuser));
  }

  @Test
  void anOrphanIsStoppedAndStartedAnewWithItsData() throws Exception {
    DatabaseAddress former = postgres.start();
    long orphan = running();
    assertEquals("1", ask(former, "CREATE TABLE kept AS SELECT 1 AS a; SELECT a::text FROM kept"));
    DatabaseAddress address = new EmbeddedPostgres(directory).start();
    assertNotEquals(orphan, running());
    assertEquals("1", ask(address, "SELECT a FROM kept"));
  }

  @Test
  void aNumberInThePidFileThatBelongsToAStrangerStopsNobody() throws Exception {
    postgres.start();
    Path pidFile = temporary.resolve("data/postgres/postmaster.pid");
    List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
    postgres.stop();
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(pidFile, lines);
    assertEquals("1", ask(postgres.start(), "SELECT 1"));
  }

  @Test
  void aPidFileCutOffByACrashDoesNotStopTheStart() throws Exception {
    postgres.start();
    postgres.stop();
    Files.writeString(temporary.resolve("data/postgres/postmaster.pid"), "12");
    assertEquals("1", ask(postgres.start(), "SELECT 1"));
  }

  @Test
  void whatACrashLeftHalfMadeIsMadeAnew() throws Exception {
    Files.createDirectories(directory.file("postgres.making").resolve("base"));
    Files.delete(directory.file("bin"));
    Files.createDirectories(directory.file("bin").resolve("unpacking/bin"));
    assertTrue(directory.createSecret("postgres.key", new byte[] {'x'}));
    assertEquals("1", ask(postgres.start(), "SELECT 1"));
    assertFalse(Files.exists(directory.file("postgres.making")));
  }

  @Test
  void stoppingWhatNeverStartedDoesNothing() {
    postgres.stop();
    assertFalse(Files.exists(directory.file("postgres")));
  }

  @Test
  void aClusterThatDoesNotStartSaysWhy() throws Exception {
    postgres.start();
    postgres.stop();
    Files.writeString(directory.file("postgres").resolve("PG_VERSION"), "9.6\n");
    StartRefused refused = assertThrows(StartRefused.class, postgres::start);
    assertTrue(refused.getMessage().contains("incompatible with server"), refused.getMessage());
  }

  private long running() throws IOException {
    return RunningPostgres.on(directory.file("postgres")).orElseThrow().pid();
  }

  private static String ask(DatabaseAddress address, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password());
        Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(sql);
      while (!rows && statement.getUpdateCount() != -1) {
        rows = statement.getMoreResults();
      }
      try (ResultSet answer = statement.getResultSet()) {
        assertTrue(answer.next());
        return answer.getString(1);
      }
    }
  }
}
