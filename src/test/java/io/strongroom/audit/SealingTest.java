package io.strongroom.audit;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.arc.Arc;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.strongroom.database.DataDirectory;
import io.strongroom.database.Database;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows get their places once, whoever seals, and go from the beginning when they are old. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class SealingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject Database database;
  @Inject Signing signing;
  @Inject ChainRows rows;
  @Inject AuditMeters meters;
  @Inject Retention retention;
  @Inject DataDirectory directory;
  @TempDir Path folder;

  @Test
  void severalInstancesSealOneChainWithoutGapsOrForks() {
    List<Sealer> instances = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      HeadLog own = new HeadLog(new HeadFile(folder.resolve("heads" + i), HeadFile.FULL_BYTES));
      instances.add(new Sealer(database, signing, rows, own, meters));
    }
    PlantedEvents chain = PlantedEvents.plant(3 * Sealer.BATCH);

    for (int turn = 0; turn < 20; turn++) {
      List<Uni<Integer>> turns = new ArrayList<>();
      instances.forEach(instance -> turns.add(instance.turn()));
      Uni.join().all(turns).andFailFast().await().atMost(PATIENCE);
      if (turn < 5) {
        chain.add(100);
      }
    }

    JsonPath report = chain.whenSealed().verified();
    assertTrue(report.getBoolean("intact"), report.prettify());
    assertEquals(3 * Sealer.BATCH + 500, report.getInt("rows"));
  }

  @Test
  void oldRowsGoAndTheChainSaysWhereItBegins() {
    PlantedEvents chain = PlantedEvents.plant(30).whenSealed();
    String early = chain.head().getString("head");
    chain.add(20);
    chain.whenSealed();
    String late = chain.head().getString("head");
    chain.tamper(
        "UPDATE audit_event SET recorded_at = recorded_at - interval '500 days'"
            + " WHERE tenant_id = $T AND seq = 2");
    retention.run().await().atMost(PATIENCE);
    assertEquals("changed", chain.verified().getString("findings[0].kind"), "it is the evidence");

    PlantedEvents old = PlantedEvents.plant(0);
    old.addAged(Retention.BATCH + 20, 401);
    old.add(20);
    old.whenSealed();
    String kept = old.head().getString("head");
    retention.run().await().atMost(PATIENCE);

    JsonPath report = old.verified();
    assertTrue(report.getBoolean("intact"), report.prettify());
    assertEquals(20, report.getInt("rows"));
    assertTrue(report.getString("from").startsWith(Retention.BATCH + 20 + ":"));
    assertTrue(old.verified("?since=" + kept).getBoolean("intact"));
    assertTrue(early.startsWith("30:") && late.startsWith("50:"));
  }

  @Test
  void fileThatCannotBeWrittenStopsNothing() throws IOException {
    VaultTenant tenant = Service.tenant();
    Path file = directory.file(HeadLog.FILE);
    await().atMost(PATIENCE).until(() -> Files.exists(file));
    Path aside = file.resolveSibling("aside");
    Files.move(file, aside);
    Files.createDirectory(file);
    try {
      tenant.created("made meanwhile", "PRICING");
      await().atMost(PATIENCE).until(() -> health().contains("degraded"));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  tenant
                      .asOperator()
                      .get(tenant.path("/audit/verify"))
                      .then()
                      .statusCode(200)
                      .body("intact", equalTo(true))
                      .body("file", equalTo("unreadable"))
                      .body("rows", equalTo(3)));
    } finally {
      Files.delete(file);
      Files.move(aside, file);
    }
    HeadLog log = Arc.container().instance(HeadLog.class).get();
    await().atMost(PATIENCE).until(() -> log.waiting() == 0 && !log.isFailing());
    tenant
        .asOperator()
        .get(tenant.path("/audit/verify"))
        .then()
        .body("file", equalTo("read"))
        .body("intact", equalTo(true));
  }

  private static String health() {
    String port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", String.class);
    return io.restassured.RestAssured.get("http://localhost:" + port + "/q/health/ready")
        .jsonPath()
        .getString("checks.find { it.name == 'audit' }");
  }
}
