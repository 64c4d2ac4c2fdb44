package io.strongroom.database;

import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.strongroom.service.ServiceSettings;
import io.strongroom.service.TestKeys;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The life of one account with a master token that stays, on a PostgreSQL of the operator's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class XTokenStory {
  private final String operatorKey = TestKeys.random();
  private Upstream upstream;
  private ExternalPostgres postgres;
  private ServiceProcess service;
  private Path data;
  private VaultTenant tenant;

  /** The server that the story is told on. */
  abstract ExternalPostgres startPostgres();

  /** What its version begins with. */
  abstract String version();

  @BeforeAll
  void start(@TempDir Path folder) {
    upstream = new Upstream();
    data = folder.resolve("data");
    postgres = startPostgres();
    service = ServiceProcess.start(data, ServiceSettings.of(operatorKey, postgres.environment()));
    tenant = upstream.tenantOf(service.baseUri(), operatorKey, "x-token", Map.of());
  }

  @AfterAll
  void stop() {
    if (service != null) {
      service.close();
    }
    postgres.close();
    upstream.close();
  }

  @Test
  void unknownAccountIsNotFoundAndNobodyIsAsked() {
    tenant.issue("nobody").then().statusCode(404).body("code", equalTo("account-not-found"));
    assertEquals(0, upstream.received("nobody"));
  }

  @Test
  void accountThatTheUpstreamRefusesIsNotAskedForAgain() {
    tenant.putMasterToken("refused", "no-x-token-of-anybody").then().statusCode(204);
    for (int time = 0; time < 2; time++) {
      tenant
          .issue("refused")
          .then()
          .statusCode(409)
          .body("code", equalTo("account-not-authorized"))
          .body("reason", equalTo("invalid-grant"));
    }
    tenant.account("refused").then().body("status", equalTo("not-authorized"));
    tenant.putMasterToken("refused", upstream.signIn("x-token", "refused")).then().statusCode(204);
    assertEquals(1, granted(tenant.issue("refused"), "upstream").getLong("generation"));
  }

  @Test
  void tokenIsIssuedServedDroppedAndReplaced() {
    tenant.putMasterToken("user", upstream.signIn("x-token", "user")).then().statusCode(204);
    var first = granted(tenant.issue("user"), "upstream");
    var again = granted(tenant.issue("user"), "vault");
    assertTrue(first.getString("token").equals(again.getString("token")), "the same token");
    assertEquals(1, again.getLong("generation"));

    assertDropped(first, true, "dropped");
    var second = granted(tenant.issue("user"), "upstream");
    assertEquals(2, second.getLong("generation"));
    assertDropped(first, false, "superseded");

    assertEquals(2, granted(tenant.issue("user"), "vault").getLong("generation"));
    tenant.inspect(first.getString("token")).then().statusCode(200).body("$", aMapWithSize(1));
    tenant
        .inspect(second.getString("token"))
        .then()
        .statusCode(200)
        .body("active", equalTo(true))
        .body("uid", equalTo("user"))
        .body("generation", equalTo(2));
    assertEquals(2, upstream.received("user"));
  }

  @Test
  void restartOnTheSameDatabaseServesWhatItHas() throws Exception {
    tenant.putMasterToken("kept", upstream.signIn("x-token", "kept")).then().statusCode(204);
    var issued = granted(tenant.issue("kept"), "upstream");

    assertEquals(143, service.terminate());
    service = ServiceProcess.start(data, ServiceSettings.of(operatorKey, postgres.environment()));
    tenant = tenant.at(service.baseUri());

    var served = granted(tenant.issue("kept"), "vault");
    assertTrue(issued.getString("token").equals(served.getString("token")), "the same token");
    assertFalse(Files.exists(data.resolve("postgres")), "no embedded one is made");
    try (var connection = postgres.connect()) {
      var running = EmbeddedServiceIT.first(connection, "SHOW server_version");
      assertTrue(running.startsWith(version() + "."), running);
    }
  }

  private void assertDropped(JsonPath token, boolean dropped, String reason) {
    tenant
        .drop(token.getString("token"))
        .then()
        .statusCode(200)
        .body("dropped", equalTo(dropped))
        .body("reason", equalTo(reason));
  }

  private static JsonPath granted(Response answer, String source) {
    return answer
        .then()
        .statusCode(200)
        .body("source", equalTo(source))
        .body("token", not(equalTo("")))
        .extract()
        .jsonPath();
  }
}
