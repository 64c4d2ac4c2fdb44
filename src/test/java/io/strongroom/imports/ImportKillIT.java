package io.strongroom.imports;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.strongroom.database.ServiceProcess;
import io.strongroom.service.LiveHeap;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import of many lines, through a kill of the service and through a database that is away. */
@Tag("faults")
class ImportKillIT {
  private static final Logger LOG = Logger.getLogger(ImportKillIT.class);
  private static final int LINES = Integer.getInteger("faults.import.lines", 20_000);
  private static final Duration PATIENCE = Duration.ofMinutes(60);

  /** Longer than a transaction is waited for, so that batches fail and are tried again. */
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("faults.import.outage.seconds", 10));

  private static final String ID = "thewholefile";

  /** What is on the heap while an import runs, however many lines it has: the service's own too. */
  private static final long MOST_BYTES = 160L << 20;

  private final String operatorKey = TestKeys.random();
  private final Upstream upstream = new Upstream();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path folder;
  private ServiceProcess service;
  private VaultTenant tenant;
  private ImportFile file;

  @BeforeEach
  void begin() throws IOException {
    start();
    tenant = upstream.tenantOf(service.baseUri(), operatorKey, "refresh_token", Map.of());
    file = ImportFile.write(folder.resolve("users.ndjson"), LINES);
  }

  @AfterEach
  void stop() {
    service.close();
    upstream.close();
  }

  @Test
  void killInTheMiddleRepeatsNothingAndLosesNothing() throws Exception {
    long idle = LiveHeap.bytes(service.pid());
    CompletableFuture<HttpResponse<String>> first = upload();
    await().atMost(PATIENCE).until(() -> received() > LINES / 2);
    long during = LiveHeap.bytes(service.pid());
    service.kill9();
    assertThrows(CompletionException.class, first::join);
    long before = count("SELECT lines FROM import WHERE tenant_id = ?");
    assertTrue(before < LINES, "the kill fell in the middle");
    assertEquals(before, count("SELECT accepted + rejected FROM import WHERE tenant_id = ?"));
    start();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> progress().getString("state").equals("interrupted"));

    HttpResponse<String> answer = upload().join();

    assertEquals(200, answer.statusCode(), answer.body());
    assertWhole(JsonPath.from(answer.body()));
    LOG.infof(
        "%d lines, killed at %d: %d lines a second; %d MiB of live heap idle, %d MiB in the middle",
        LINES,
        before,
        JsonPath.from(answer.body()).getLong("linesPerSecond"),
        idle >> 20,
        during >> 20);
    assertTrue(during < MOST_BYTES, "bytes: " + during);
    assertEquals(200, upload().join().statusCode(), "the same file once more");
    assertWhole(progress());
  }

  @Test
  void databaseThatIsAwayHoldsTheSenderUp() throws Exception {
    CompletableFuture<HttpResponse<String>> upload = upload();
    await().atMost(PATIENCE).until(() -> received() > 2_000);

    service.freezePostgres();
    await().pollDelay(OUTAGE).atMost(OUTAGE.plusSeconds(30)).until(() -> !upload.isDone());
    service.thawPostgres();

    HttpResponse<String> answer = upload.join();
    assertEquals(201, answer.statusCode(), answer.body());
    assertWhole(JsonPath.from(answer.body()));
  }

  private void start() {
    service = ServiceProcess.start(folder.resolve("data"), ServiceSettings.of(operatorKey));
    if (tenant != null) {
      tenant = tenant.at(service.baseUri());
    }
  }

  private CompletableFuture<HttpResponse<String>> upload() throws FileNotFoundException {
    HttpRequest request =
        HttpRequest.newBuilder(
                service.baseUri().resolve(tenant.path("/imports/" + ID + "?lines=" + LINES)))
            .header("Api-Key", operatorKey)
            .header("Content-Type", Importing.LINES)
            .PUT(BodyPublishers.ofFile(file.path()))
            .build();
    return http.sendAsync(request, BodyHandlers.ofString());
  }

  private JsonPath progress() {
    return Importing.of(tenant).progress(ID);
  }

  private long received() throws SQLException, IOException {
    return count("SELECT coalesce(sum(lines), 0) FROM import WHERE tenant_id = ?");
  }

  /**
   * Each good line is one account, each bad one is listed with its rule, nothing is there twice.
   */
  private void assertWhole(JsonPath done) throws Exception {
    assertEquals("finished", done.getString("state"));
    assertEquals(LINES, done.getInt("received"));
    assertEquals(file.good(), done.getInt("accepted"));
    assertEquals(file.bad(), done.getInt("rejected"));
    assertEquals(0, done.getInt("unchanged") + done.getInt("skipped"));
    assertEquals(file.good(), count("SELECT count(*) FROM account WHERE tenant_id = ?"));
    assertEquals(0, count("SELECT count(*) FROM former_master_version WHERE tenant_id = ?"));
    assertEquals(file.tokens(), count("SELECT count(*) FROM client_token WHERE tenant_id = ?"));
    assertEquals(
        file.tokens(), count("SELECT sum(generation) FROM client_token WHERE tenant_id = ?"));
    assertEachLine();
    assertFalse(service.said().contains(BadLines.SECRET));
  }

  private void assertEachLine() throws Exception {
    try (Connection connection = service.connect();
        PreparedStatement accounts =
            connection.prepareStatement(
                "SELECT uid FROM account WHERE tenant_id = ?"
                    + " ORDER BY substr(uid, length('imported-') + 1)::integer");
        PreparedStatement rejects =
            connection.prepareStatement(
                "SELECT line, member, rule FROM import_reject WHERE tenant_id = ? ORDER BY line")) {
      accounts.setString(1, tenant.id());
      rejects.setString(1, tenant.id());
      try (ResultSet users = accounts.executeQuery();
          ResultSet refused = rejects.executeQuery()) {
        for (int line = 1; line <= LINES; line++) {
          if (!ImportFile.isBad(line)) {
            assertTrue(users.next());
            assertEquals(ImportFile.uid(line), users.getString(1));
          } else {
            assertTrue(refused.next());
            assertEquals(
                ImportFile.reject(line),
                new Reject(refused.getLong(1), refused.getString(2), refused.getString(3)));
          }
        }
      }
    }
  }

  /** Read from the database, which outlives the service that was killed. */
  private long count(String query) throws SQLException, IOException {
    try (Connection connection = service.connect();
        PreparedStatement count = connection.prepareStatement(query)) {
      count.setString(1, tenant.id());
      try (ResultSet rows = count.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
