package io.strongroom.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.database.ExternalPostgres;
import io.strongroom.history.LimitRules;
import io.strongroom.service.Callers;
import io.strongroom.service.Callers.Answer;
import io.strongroom.service.VaultTenant;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Instances whose PostgreSQL is behind a pgbouncer in transaction mode, as docs/operations.md says
 * it is to be set up: every statement may go over another connection.
 */
class PgbouncerIT extends ClusterSuite {
  private static final int ACCOUNTS = 25;
  private static final int DROPPED_ACCOUNTS = 8;
  private static final int DROPS = 24;
  private static final int ROUNDS = 5;

  private Pgbouncer pgbouncer;

  @Override
  Cluster start(Path folder, Map<String, String> settings) {
    ExternalPostgres postgres = ExternalPostgres.newest();
    pgbouncer = Pgbouncer.before(postgres);
    Map<String, String> all = new HashMap<>(settings);
    all.put("STRONGROOM_NOTIFY", "off");
    all.put("QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_USE_LAYER7_PROXY", "true");
    return Cluster.start(Cluster.INSTANCES, postgres, pgbouncer.port(), folder, all);
  }

  @Override
  @AfterAll
  void stop() {
    super.stop();
    pgbouncer.close();
  }

  private List<String> entrust(VaultTenant tenant, String name, int accounts) {
    List<String> uids = IntStream.range(0, accounts).mapToObj(i -> name + i).toList();
    uids.forEach(uid -> entrust(tenant, uid));
    return uids;
  }

  private Callers callers(VaultTenant tenant, int instance) {
    return new Callers(cluster.uri(instance), tenant.apiKey());
  }

  @Test
  void manyStatementsAtOnceShareItsConnections() {
    VaultTenant tenant = tenant(Map.of());
    List<String> uids = entrust(tenant, "asked-", ACCOUNTS);
    for (int round = 0; round < ROUNDS; round++) {
      for (int instance = 0; instance < Cluster.INSTANCES; instance++) {
        Callers callers = callers(tenant, instance);
        for (Answer answer : Callers.all(callers.issue(uids.stream()))) {
          assertEquals(200, answer.status(), answer::toString);
          assertEquals(1, answer.generation());
        }
      }
    }
    uids.forEach(uid -> assertEquals(1, upstream.received(uid)));
  }

  @Test
  void droppedTokenIsServedByNobody() {
    VaultTenant tenant = tenant(Map.of());
    List<String> uids = entrust(tenant, "dropped-", DROPPED_ACCOUNTS);
    try (Readers readers = new Readers(cluster.uris(), tenant.apiKey(), 1, uids)) {
      for (int round = 0; round < DROPS; round++) {
        Callers callers = callers(tenant, round % Cluster.INSTANCES);
        String uid = uids.get(round % DROPPED_ACCOUNTS);
        Answer issued = callers.issue(uid).join();
        assertEquals(200, callers.drop(issued.token()).join().status());
        readers.atLeast(uid, issued.generation() + 1);
      }
      assertEquals(List.of(), readers.stale());
      assertTrue(readers.fromMemory() > 0, "nothing was served from memory");
    }
  }

  @Test
  void revokedTokenIsServedByNobody() {
    VaultTenant tenant = tenant(Map.of());
    entrust(tenant, "user");
    Answer issued = callers(tenant, 1).issue("user").join();
    tenant
        .asOperator()
        .body(Map.of("uid", "user"))
        .post(tenant.path("/revocations"))
        .then()
        .statusCode(200);
    assertFalse(callers(tenant, 1).inspect(issued.token()).join().body().getBoolean("active"));
    assertEquals(2, callers(tenant, 1).issue("user").join().generation());
  }

  @Test
  void otherMasterTokenCountsEverywhereAtOnce() {
    VaultTenant tenant = tenant(Map.of());
    assertEquals(404, callers(tenant, 1).issue("user").join().status());
    entrust(tenant, "user");
    assertEquals(200, callers(tenant, 1).issue("user").join().status());
    tenant
        .asOperator()
        .delete(tenant.environmentPath("/accounts/user/master-token"))
        .then()
        .statusCode(204);
    assertEquals(409, callers(tenant, 2).issue("user").join().status());
    entrust(tenant, "user");
    assertEquals(200, callers(tenant, 0).issue("user").join().status());
  }

  @Test
  void limitIsExact() {
    VaultTenant tenant = tenant(Map.of());
    try (LimitedCallers callers =
        new LimitedCallers(
            cluster,
            4,
            InstantSource.system(),
            instance -> new Callers(instance, tenant.apiKey()).authToken())) {
      callers.askWithoutEnd();
      Awaitility.await().until(() -> !LimitRules.usedUp(callers.calls()).isEmpty());
      callers.close();
      assertEquals(List.of(), LimitRules.violations(callers.calls(), 100, callers.unanswered()));
    }
  }
}
