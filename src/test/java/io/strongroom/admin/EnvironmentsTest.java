package io.strongroom.admin;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Environments are written as a whole, with the revision that an edit is based on. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class EnvironmentsTest {
  private final VaultTenant tenant = Service.tenant();
  private final String path = tenant.environmentPath("");

  @Test
  void absentEnvironmentIsNotFound() {
    assertCode(tenant.asOperator().get(path), 404, "environment-not-found");
    assertCode(tenant.asOperator().delete(path), 404, "environment-not-found");
  }

  @Test
  void newEnvironmentHasItsDefaultsFilledIn() {
    put(Map.of())
        .then()
        .statusCode(201)
        .body("environment", equalTo("production"))
        .body("grant", equalTo("x-token"))
        .body("tokenEndpoint", equalTo("https://a.example/token"))
        .body("timeoutMillis", equalTo(5_000))
        .body("assumedLifetimeSeconds", equalTo(3_600))
        .body("unknownOutcomeWaitSeconds", equalTo(30))
        .body("lateReplySeconds", equalTo(120))
        .body("maxConcurrent", equalTo(50))
        .body("queue", equalTo(1_000))
        .body("reuseGraceSeconds", equalTo(0));
  }

  @Test
  void timeoutFollowsTheGrace() {
    put(Map.of("grant", "refresh_token", "reuseGraceSeconds", 4))
        .then()
        .statusCode(201)
        .body("timeoutMillis", equalTo(1_000));
  }

  @Test
  void editReplacesTheWhole() {
    put(Map.of("tokenType", "MAC", "hourlyBudget", 9, "rotating", true));

    put(Map.of("queue", 7))
        .then()
        .statusCode(200)
        .body("queue", equalTo(7))
        .body("tokenType", nullValue())
        .body("hourlyBudget", nullValue())
        .body("rotating", nullValue());
    tenant
        .asOperator()
        .get(path)
        .then()
        .statusCode(200)
        .body("queue", equalTo(7))
        .body("tokenType", nullValue());
  }

  @Test
  void staleEditIsRefused() {
    String first = put(Map.of()).header("ETag");
    String second = put(Map.of("queue", 7)).header("ETag");

    assertCode(put(Map.of("queue", 8), first), 412, "precondition-failed");
    assertCode(
        tenant.asOperator().header("If-Match", first).delete(path), 412, "precondition-failed");

    tenant.asOperator().get(path).then().body("queue", equalTo(7)).header("ETag", second);
    put(Map.of("queue", 8), second).then().statusCode(200);
    put(Map.of("queue", 9), "*").then().statusCode(200);
    tenant.asOperator().header("If-Match", "*").delete(path).then().statusCode(204);
  }

  @Test
  void editOfWhatIsNotThereIsRefused() {
    assertCode(put(Map.of(), "*"), 412, "precondition-failed");
    tenant.asOperator().get(path).then().statusCode(404);
  }

  @Test
  void environmentInUseKeepsItsOrigin() {
    Entrusted user = Entrusted.xToken();
    String admin = user.tenant().newKey("admin", "TENANT_ADMIN");
    Map<String, Object> elsewhere =
        user.settings(Map.of("tokenEndpoint", "https://evil.example/token"));

    assertCode(edit(user, admin, elsewhere, ""), 409, "conflict");
    assertCode(edit(user, admin, elsewhere, "?rebind=true"), 403, "forbidden");
    assertCode(edit(user, Service.operatorKey(), elsewhere, ""), 409, "conflict");

    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void anyEndpointOfAnEnvironmentInUseKeepsItsOrigin() {
    Entrusted user = Entrusted.xToken();
    String admin = user.tenant().newKey("admin", "TENANT_ADMIN");

    for (String member : List.of("revocationEndpoint", "introspectionEndpoint")) {
      Map<String, Object> more = user.settings(Map.of(member, "https://evil.example/r"));
      assertCode(edit(user, admin, more, ""), 409, "conflict");
    }
  }

  @Test
  void otherPathOfTheSameOriginIsNoRebinding() {
    Entrusted user = Entrusted.xToken();
    String admin = user.tenant().newKey("admin", "TENANT_ADMIN");
    String endpoint = user.settings(Map.of()).get("tokenEndpoint").toString();
    String other = endpoint.replace("/token", "/1/token");

    edit(user, admin, user.settings(Map.of("tokenEndpoint", other)), "").then().statusCode(200);

    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void operatorMayBindAnEnvironmentInUseToAnotherOrigin() {
    Entrusted user = Entrusted.xToken();
    String endpoint = user.settings(Map.of()).get("tokenEndpoint").toString();
    String other = endpoint.replace("127.0.0.1", "localhost");

    edit(user, Service.operatorKey(), user.settings(Map.of("tokenEndpoint", other)), "?rebind=true")
        .then()
        .statusCode(200);

    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void environmentThatIsNotInUseMayMove() {
    String admin = tenant.newKey("admin", "TENANT_ADMIN");
    put(Map.of());

    tenant
        .with(admin)
        .body(settings(Map.of("tokenEndpoint", "https://b.example/token")))
        .put(path)
        .then()
        .statusCode(200);
  }

  @Test
  void environmentWithAccountsGoesOnlyWithThem() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");
    VaultTenant owner = user.tenant();
    String production = owner.environmentPath("");

    assertCode(owner.asOperator().delete(production), 409, "conflict");
    assertEquals("vault", user.issued().getString("source"));

    owner.asOperator().delete(production + "?cascade=true").then().statusCode(204);
    assertCode(user.issue(), 404, "environment-not-found");
    owner.inspect(token).then().body("active", equalTo(false));
    assertCode(owner.account(user.uid()), 404, "environment-not-found");
    assertEquals(
        0,
        Service.sql("UPDATE account SET uid = uid WHERE tenant_id = ?", owner.id())
            + Service.sql("UPDATE client SET scope = scope WHERE tenant_id = ?", owner.id()));
  }

  @Test
  void environmentWithoutAccountsTakesItsClientsAlong() {
    put(Map.of());
    tenant.putClient("c", "s", "client_secret_post").then().statusCode(201);

    tenant.asOperator().delete(path).then().statusCode(204);

    put(Map.of()).then().statusCode(201);
    tenant.asOperator().get(tenant.environmentPath("/clients/c")).then().statusCode(404);
  }

  @Test
  void failedCascadeLeavesEverything() {
    Entrusted user = Entrusted.xToken();
    VaultTenant owner = user.tenant();

    assertCode(
        owner
            .asOperator()
            .header("If-Match", "\"stale\"")
            .delete(owner.environmentPath("?cascade=true")),
        412,
        "precondition-failed");

    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void listIsPaged() {
    for (String name : List.of("b", "a", "d", "c")) {
      tenant
          .asOperator()
          .body(settings(Map.of()))
          .put(tenant.path("/environments/" + name))
          .then()
          .statusCode(201);
    }

    assertEquals(
        List.of("a", "b", "c", "d"),
        Pages.all(tenant.asOperator(), tenant.path("/environments"), 3, "environment"));
  }

  private Response put(Map<String, Object> other) {
    return tenant.asOperator().body(settings(other)).put(path);
  }

  private Response put(Map<String, Object> other, String ifMatch) {
    return tenant.asOperator().header("If-Match", ifMatch).body(settings(other)).put(path);
  }

  private static Response edit(
      Entrusted user, String key, Map<String, Object> settings, String query) {
    return user.tenant().with(key).body(settings).put(user.tenant().environmentPath(query));
  }

  private static Map<String, Object> settings(Map<String, Object> other) {
    Map<String, Object> all = new HashMap<>();
    all.put("grant", "x-token");
    all.put("tokenEndpoint", "https://a.example/token");
    all.putAll(other);
    return all;
  }

  private static void assertCode(Response answer, int status, String code) {
    answer.then().statusCode(status).body("code", equalTo(code));
  }
}
