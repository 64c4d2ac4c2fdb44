package io.strongroom.rotation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.strongroom.database.ExternalPostgres;
import io.strongroom.database.ServiceProcess;
import io.strongroom.rotation.IssueLoad.Call;
import io.strongroom.rotation.PlantedRows.Keysets;
import io.strongroom.seal.DoesNotOpen;
import io.strongroom.seal.Place;
import io.strongroom.seal.Sealed;
import io.strongroom.service.Callers;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances, each with a key file of its own, rotate a tenant's key over many rows under load;
 * the one that works on it is killed in the middle. Then the key-encryption key is rotated and
 * shredded, and what was dumped before is tried with what is left. {@code -Drotation.rows} is how
 * many there are, {@code -Drotation.rate} how many issues are asked for in a second.
 */
@Tag("faults")
class RotationUnderLoadIT {
  private static final int ROWS = Integer.getInteger("rotation.rows", 20_000);
  private static final int ISSUES_A_SECOND = Integer.getInteger("rotation.rate", 30);
  private static final int USERS = ROWS / 2;
  private static final int FRESH_USERS = 40;
  private static final Duration PATIENCE = Duration.ofMinutes(45);

  /** No call may wait for a page that is sealed anew. */
  private static final Duration SLOWEST = Duration.ofSeconds(5);

  private final String operatorKey = TestKeys.random();
  private final Upstream upstream = new Upstream();
  private final List<ServiceProcess> services = new ArrayList<>();
  private ExternalPostgres postgres;
  private Path folder;
  private VaultTenant tenant;
  private List<String> users;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    postgres = ExternalPostgres.newest();
    services.add(launch(0).awaitReady());
    Files.createDirectories(
        folder.resolve("1"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    distributeTheKey();
    services.add(launch(1).awaitReady());
    tenant = upstream.tenantOf(services.get(0).baseUri(), operatorKey, "x-token", Map.of());
    users = IntStream.range(0, FRESH_USERS).mapToObj(i -> "user-" + i).toList();
    users.forEach(
        uid -> tenant.putMasterToken(uid, upstream.signIn("x-token", uid)).then().statusCode(204));
    try (Connection connection = postgres.connect()) {
      PlantedRows.plant(connection, kek(0), tenant, USERS);
    }
    postgres.settle();
    warmUp();
  }

  /** A cold service is not what is measured. */
  private void warmUp() {
    for (ServiceProcess service : services) {
      Callers callers = new Callers(service.baseUri(), tenant.apiKey());
      Stream.concat(users.stream(), IntStream.range(0, 200).mapToObj(PlantedRows::uid))
          .forEach(uid -> assertEquals(200, callers.issue(uid).join().status()));
    }
  }

  @AfterEach
  void stop() {
    services.forEach(ServiceProcess::close);
    postgres.close();
    upstream.close();
  }

  @Test
  void nobodyNoticesARotationNorACrashInTheMiddleOfIt() throws Exception {
    try (IssueLoad load =
        new IssueLoad(
            ISSUES_A_SECOND,
            USERS,
            users,
            tenant.apiKey(),
            services.stream().map(ServiceProcess::baseUri).toList())) {
      JsonPath rotated = rotateTheTenantsKeyWithACrash(load);
      Keysets dumped = keysets();
      byte[] dumpedToken = sealedToken();
      Path stolen = Files.copy(kek(0), folder.resolve("stolen.json"), COPY);
      JsonPath shredded = rotateTheKekAtBoth();

      assertAllAnswered(load.end(), rotated);
      assertNothingOpens(dumped);
      assertTrue(shredded.getString("unreadableBefore") != null);
      // The dump was good: with the key that is destroyed it would open.
      assertEquals(
          PlantedRows.token(0),
          dumped
              .open(stolen, tenant.id())
              .open(
                  new Sealed(dumpedToken),
                  Place.of(PlantedRows.slot(tenant.id(), 0), "client_token", "token"))
              .reveal());
    }
    assertServedAfterARestart();
  }

  private static final StandardCopyOption COPY = StandardCopyOption.COPY_ATTRIBUTES;

  private JsonPath rotateTheTenantsKeyWithACrash(IssueLoad load) throws Exception {
    String id = rotating(0).tenant(tenant.id());
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> resealed(id) > ROWS / 5);
    int victim = holder(id);
    assertTrue(resealed(id) < ROWS, "the kill falls in the middle");
    load.isDown(services.get(victim).baseUri());
    services.get(victim).kill9();
    long before = resealed(id);
    services.set(victim, launch(victim).awaitReady());
    load.isUp(services.get(victim).baseUri());
    tenant = tenant.at(services.get(0).baseUri());
    JsonPath ended = rotating(1).ended(id, PATIENCE);
    System.out.printf(
        "killed instance %d after %d of %d values; %d were sealed anew, %d a second%n",
        victim,
        before,
        ended.getLong("total"),
        ended.getLong("resealed"),
        ended.getLong("ratePerSecond"));
    assertTrue(ended.getLong("total") >= ROWS, ended::prettify);
    assertEquals(1, count("SELECT count(*) FROM tenant_key WHERE tenant_id = ?", tenant.id()));
    for (String table : List.of("account", "client_token", "client", "environment")) {
      assertEquals(
          0,
          count(
              "SELECT count(*) FROM "
                  + table
                  + " t WHERE tenant_id = ? AND key_version NOT IN (SELECT key_version FROM"
                  + " tenant_key k WHERE k.tenant_id = t.tenant_id)",
              tenant.id()),
          table);
    }
    return ended;
  }

  /** The second instance has a copy of the file, which its operator must replace. */
  private JsonPath rotateTheKekAtBoth() throws Exception {
    String id = rotating(0).begun(Map.of("kind", "kek", "shred", true));
    rotating(1).awaited(id, "waitsFor", "key file has not the new key", PATIENCE);
    assertEquals("distributing", rotating(1).progress(id).path("stage"));
    distributeTheKey();
    return rotating(1).ended(id, PATIENCE);
  }

  private void assertAllAnswered(List<Call> calls, JsonPath rotated) {
    List<Call> failed = calls.stream().filter(call -> call.status() != 200).toList();
    long answered = calls.size() - failed.size();
    List<Duration> latencies =
        calls.stream().filter(c -> c.status() == 200).map(Call::latency).sorted().toList();
    System.out.printf(
        "%d issues answered, %d broken off by the kill; p50 %d ms, p99 %d ms, longest %d ms%n",
        answered,
        failed.size(),
        latencies.get(latencies.size() / 2).toMillis(),
        latencies.get(latencies.size() * 99 / 100).toMillis(),
        latencies.get(latencies.size() - 1).toMillis());
    long begin = calls.get(0).atNanos();
    Map<String, Long> when =
        failed.stream()
            .collect(
                Collectors.groupingBy(
                    call ->
                        call.status()
                            + " at "
                            + Duration.ofNanos(call.atNanos() - begin).toSeconds(),
                    TreeMap::new,
                    Collectors.counting()));
    System.out.println(when);
    // Those that were under way at the instance that was killed, when it was.
    assertEquals(
        "",
        String.join(
            "\n",
            failed.stream().filter(c -> c.status() != 0).limit(3).map(Call::toString).toList()));
    assertTrue(failed.size() < 50, failed::toString);
    assertTrue(failed.stream().map(Call::instance).distinct().count() <= 1, "of one instance only");
    assertTrue(latencies.get(latencies.size() * 99 / 100).compareTo(SLOWEST) < 0);
    assertTrue(answered > ISSUES_A_SECOND * 10L, "hardly anything was issued");
  }

  private void assertNothingOpens(Keysets dumped) {
    for (int instance = 0; instance < 2; instance++) {
      Path left = kek(instance);
      assertThrows(DoesNotOpen.class, () -> dumped.open(left, tenant.id()));
    }
  }

  private void assertServedAfterARestart() {
    for (int instance = 0; instance < 2; instance++) {
      assertEquals(143, services.get(instance).terminate());
      services.set(instance, launch(instance).awaitReady());
      Callers callers = new Callers(services.get(instance).baseUri(), tenant.apiKey());
      Stream.of(0, USERS - 1)
          .forEach(
              user ->
                  assertEquals(
                      PlantedRows.token(user),
                      callers.issue(PlantedRows.uid(user)).join().token()));
      assertEquals(200, callers.issueNewer(users.get(0), 1).join().status());
    }
  }

  private ServiceProcess launch(int instance) {
    Map<String, String> settings = new HashMap<>(postgres.environment());
    return ServiceProcess.launch(
        folder.resolve(Integer.toString(instance)), ServiceSettings.of(operatorKey, settings));
  }

  private Rotating rotating(int instance) {
    return new Rotating(services.get(instance).baseUri(), operatorKey);
  }

  private Path kek(int instance) {
    return folder.resolve(instance + "/kek.json");
  }

  /** Whole or not at all, as an operator should. */
  private void distributeTheKey() throws Exception {
    Path draft = Files.copy(kek(0), folder.resolve("1/new-kek"), COPY);
    Files.move(draft, kek(1), StandardCopyOption.ATOMIC_MOVE);
  }

  private Keysets keysets() throws SQLException {
    try (Connection connection = postgres.connect()) {
      return Keysets.of(connection, tenant.id());
    }
  }

  private byte[] sealedToken() throws SQLException {
    return value(
        byte[].class,
        "SELECT token FROM client_token WHERE tenant_id = ? AND uid = 'planted-0'",
        tenant.id());
  }

  private long resealed(String id) throws SQLException {
    return count("SELECT resealed FROM key_rotation WHERE rotation_id = ?", id);
  }

  /** Which instance works on it. */
  private int holder(String id) throws Exception {
    UUID instance =
        value(
            UUID.class,
            "SELECT i.instance_id FROM key_rotation r JOIN instance i ON i.life_id = r.holder"
                + " WHERE rotation_id = ?",
            id);
    String first = Files.readString(folder.resolve("0/instance.id")).trim();
    return first.equals(instance.toString()) ? 0 : 1;
  }

  private long count(String query, String parameter) throws SQLException {
    return value(Long.class, query, parameter);
  }

  private <T> T value(Class<T> type, String query, String parameter) throws SQLException {
    try (Connection connection = postgres.connect();
        PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, parameter);
      try (ResultSet rows = select.executeQuery()) {
        assertTrue(rows.next(), "no row");
        return rows.getObject(1, type);
      }
    }
  }
}
