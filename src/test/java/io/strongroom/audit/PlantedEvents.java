package io.strongroom.audit;

import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.strongroom.service.Service;
import io.strongroom.service.VaultTenant;
import java.time.Duration;
import java.util.UUID;

/** Chains of a tenant of nobody's: its rows are put into the table as acts put theirs. */
final class PlantedEvents {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final VaultTenant OPERATOR = Service.tenant();

  private final String tenant;

  private PlantedEvents(String tenant) {
    this.tenant = tenant;
  }

  /** Rows that are not sealed yet, in the order of their {@code target}s: 1 to so many. */
  static PlantedEvents plant(int events) {
    String tenant = "planted" + UUID.randomUUID().toString().substring(0, 8);
    new PlantedEvents(tenant).add(events);
    return new PlantedEvents(tenant);
  }

  void add(int events) {
    addAged(events, 0);
  }

  void addAged(int events, int days) {
    Service.behindItsBack(
        "INSERT INTO audit_event (tenant_id, recorded_at, actor, key_id, address, action,"
            + " environment, uid, client_id, target, outcome, generation, token_hash, detail)"
            + " SELECT ?, clock_timestamp() - ? * interval '1 day' + n * interval '1 microsecond',"
            + " 'key', 'key00001', '192.0.2.1', 'exchange', 'production', 'user-' || n % 1000,"
            + " 'web', n::text, 'done', n, sha256(n::text::bytea), '{\"newMasterToken\":true}'"
            + " FROM generate_series(1, ?) n",
        tenant, days, events);
  }

  String tenant() {
    return tenant;
  }

  PlantedEvents whenSealed() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Service.value(
                    Boolean.class,
                    "SELECT NOT EXISTS (SELECT 1 FROM audit_event WHERE tenant_id = ? AND seq IS NULL)",
                    tenant));
    return this;
  }

  /** Changes the table as somebody would who has its password; {@code $T} is the tenant. */
  int tamper(String sql) {
    return Service.behindItsBack(sql.replace("$T", "'" + tenant + "'"));
  }

  JsonPath verified() {
    return verified("");
  }

  JsonPath verified(String query) {
    return OPERATOR
        .asOperator()
        .get("/v1/admin/tenants/" + tenant + "/audit/verify" + query)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  JsonPath head() {
    return OPERATOR
        .asOperator()
        .get("/v1/admin/tenants/" + tenant + "/audit/head")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
