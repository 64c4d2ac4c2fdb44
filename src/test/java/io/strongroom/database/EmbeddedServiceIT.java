package io.strongroom.database;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service and its own PostgreSQL: stopped, killed, taken over, never shared. */
@Tag("faults")
class EmbeddedServiceIT {
  @TempDir Path temporary;
  private Path data;
  private ServiceProcess service;

  @BeforeEach
  void start() throws Exception {
    // An existing directory is left alone by the harness: the service unpacks for itself.
    data = Files.createDirectory(temporary.resolve("data"));
    service = ServiceProcess.start(data);
    try (Connection connection = service.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept AS SELECT 'what was written' AS text");
    }
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void theRunningServerIsDurable() throws Exception {
    for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
      assertEquals("on", ask("SHOW " + setting), setting);
    }
  }

  @Test
  void aCleanStopLeavesNoPostgresAndKeepsTheData() throws Exception {
    long postgres = service.postgresPid().orElseThrow();
    assertEquals(143, service.terminate());
    assertGone(postgres);
    assertFalse(service.said().contains("\tat "), service.said());
    assertTrue(Files.readString(data.resolve("postgres.log")).contains("fast shutdown request"));
    service = ServiceProcess.start(data);
    assertEquals("what was written", ask("SELECT text FROM kept"));
  }

  @Test
  void ctrlCStopsBoth() {
    long postgres = service.postgresPid().orElseThrow();
    assertEquals(130, service.interrupt());
    assertGone(postgres);
  }

  @Test
  void afterAKillTheNextStartTakesTheLivingPostgresOver() throws Exception {
    long orphan = service.postgresPid().orElseThrow();
    service.kill9();
    assertEquals(OptionalLong.of(orphan), service.postgresPid(), "postgres lives on");
    service = ServiceProcess.start(data);
    assertNotEquals(orphan, service.postgresPid().orElseThrow());
    assertGone(orphan);
    assertEquals("what was written", ask("SELECT text FROM kept"));
  }

  @Test
  void afterAKillOfBothTheNextStartRecovers() throws Exception {
    service.kill9();
    service.killPostgres9();
    service = ServiceProcess.start(data);
    assertEquals("what was written", ask("SELECT text FROM kept"));
  }

  @Test
  void aSecondServiceOnTheSameDirectoryIsRefused() throws Exception {
    OptionalLong postgres = service.postgresPid();
    try (var second = ServiceProcess.launch(data, Map.of())) {
      assertEquals(1, second.awaitExit());
      assertTrue(second.said().contains("Another Strongroom service is running"), second.said());
      assertEquals(1, second.said().lines().count(), second.said());
      assertTrue(service.isReady());
      assertEquals(postgres, service.postgresPid());
      assertEquals("what was written", ask("SELECT text FROM kept"));
    }
  }

  private static void assertGone(long pid) {
    await().until(() -> ProcessHandle.of(pid).flatMap(p -> p.info().command()).isEmpty());
  }

  private String ask(String sql) throws Exception {
    try (Connection connection = service.connect()) {
      return first(connection, sql);
    }
  }

  static String first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      assertTrue(answer.next());
      return answer.getString(1);
    }
  }
}
