package io.strongroom.vault;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesRegex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.strongroom.service.Upstream;
import io.strongroom.service.VaultTenant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is killed while the service lives: it says so, at once and in each face's form. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostDatabaseIT {
  private static final long SOON_MILLIS = 10_000;

  private final Upstream upstream = new Upstream();
  private KilledService service;
  private VaultTenant tenant;
  private String token;

  @BeforeAll
  void loseTheDatabase(@TempDir Path folder) {
    service = new KilledService(folder.resolve("data"));
    tenant = service.tenantOf(upstream, "x-token", Map.of());
    tenant.putMasterToken("user", upstream.signIn("x-token", "user")).then().statusCode(204);
    token = tenant.issue("user").then().statusCode(200).extract().path("token");
    service.life().killPostgres9();
  }

  @AfterAll
  void stop() {
    service.close();
    upstream.close();
  }

  @Test
  void everyCallOfV1SaysThatTheVaultIsUnavailable() throws Exception {
    var calls = new LinkedHashMap<String, Callable<Response>>();
    calls.put("issue", () -> tenant.issue("user"));
    calls.put("drop", () -> tenant.drop(token));
    calls.put("inspect", () -> tenant.inspect(token));
    calls.put("account", () -> tenant.account("user"));
    calls.put("put master token", () -> tenant.putMasterToken("user", "another"));
    calls.put("tenant", () -> tenant.asOperator().get(tenant.path("")));
    calls.put("environment", () -> tenant.asOperator().get(tenant.environmentPath("")));
    calls.put(
        "put environment",
        () ->
            tenant
                .asOperator()
                .body(upstream.settings("x-token", Map.of()))
                .put(tenant.environmentPath("")));
    calls.put(
        "create tenant",
        () -> tenant.asOperator().body(Map.of("name", "late")).post("/v1/admin/tenants"));
    var names = new ArrayList<>(calls.keySet());
    var answers = timely(new ArrayList<>(calls.values()));
    for (int i = 0; i < names.size(); i++) {
      assertEquals(503, answers.get(i).statusCode(), names.get(i));
      answers
          .get(i)
          .then()
          .header("Retry-After", matchesRegex("[1-9][0-9]*"))
          .body("code", equalTo("vault-unavailable"))
          .body("verdict", equalTo("transient"));
      assertDiscreet(names.get(i), answers.get(i));
    }
  }

  @Test
  void marketplaceFaceAnswersInItsOwnForm() throws Exception {
    var answer = timely(List.of(() -> tenant.asBackend().post("/v2/auth/token"))).get(0);
    answer
        .then()
        .statusCode(500)
        .body("status", equalTo("ERROR"))
        .body("errors[0].code", equalTo("INTERNAL_SERVER_ERROR"));
    assertDiscreet("auth/token", answer);
  }

  @Test
  void logSaysWhyWithoutQuotingTheServer() {
    assertEquals(503, tenant.issue("user").statusCode());
    String said = service.life().said();
    assertTrue(said.contains("The database does not answer: "), said);
    assertFalse(said.contains("PgException"), said);
  }

  /** Makes the calls together; each must be answered before long. */
  private static List<Response> timely(List<Callable<Response>> calls) throws Exception {
    var threads = Executors.newFixedThreadPool(calls.size());
    try {
      var answers = new ArrayList<Response>();
      for (var call : threads.invokeAll(calls, 60, TimeUnit.SECONDS)) {
        var answer = call.get();
        assertTrue(answer.time() < SOON_MILLIS, "answered after " + answer.time() + " ms");
        answers.add(answer);
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  private static void assertDiscreet(String call, Response answer) {
    var text = answer.asString();
    for (var inner : List.of("\tat ", "\\tat ", "Exception", "io.strongroom", "127.0.0.1", "SQL")) {
      assertFalse(text.contains(inner), call + ": " + text);
    }
  }
}
