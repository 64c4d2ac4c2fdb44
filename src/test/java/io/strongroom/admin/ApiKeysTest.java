package io.strongroom.admin;

import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Crowd;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Keys are shown once, changed and deleted. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class ApiKeysTest {
  /** Keys that a tenant may have. */
  private static final int MOST = 30;

  private final VaultTenant tenant = Service.tenant();
  private final String keys = tenant.path("/api-keys");

  @Test
  void nobodyGetsTheOperatorsScope() {
    String admin = tenant.newKey("admin", "TENANT_ADMIN");

    for (String key : List.of(admin, Service.operatorKey())) {
      tenant
          .with(key)
          .body(Map.of("name", "root", "authScopes", List.of("OPERATOR")))
          .post(keys)
          .then()
          .statusCode(400)
          .body("member", equalTo("authScopes"));
      tenant
          .with(key)
          .body(Map.of("authScopes", List.of("TENANT_ADMIN", "OPERATOR")))
          .patch(keys + "/" + keyId(tenant.created("k" + key.hashCode(), "PRICING")))
          .then()
          .statusCode(400);
    }
  }

  @Test
  void newKeyIsShownOnceAndWorks() {
    Response made =
        tenant
            .asOperator()
            .body(
                Map.of(
                    "name", "bot",
                    "authScopes", List.of("TOKEN_DROP", "PRICING"),
                    "expiresAt", "2099-01-31T12:00:00.9Z"))
            .post(keys);

    made.then()
        .statusCode(201)
        .body("name", equalTo("bot"))
        .body("authScopes", equalTo(List.of("TOKEN_DROP", "PRICING")))
        .body("expiresAt", equalTo("2099-01-31T12:00:00Z"));
    String key = made.path("apiKey");
    assertTrue(key.matches("strm_[0-9A-Za-z]{40}_[0-9a-f]{8}"));
    tenant.with(key).body(Map.of("token", "x")).post("/v1/tokens/drop").then().statusCode(200);
    tenant
        .asOperator()
        .get(keys)
        .then()
        .statusCode(200)
        .body(not(containsString(key)))
        .body(not(containsString("apiKey")))
        .body("items.name", containsInAnyOrder("bot", "warehouse backend"));
  }

  @Test
  void changeLeavesWhatItDoesNotName() {
    String path = keys + "/" + keyId(tenant.created("old", "PRICING"));

    tenant
        .asOperator()
        .body(Map.of("name", "new"))
        .patch(path)
        .then()
        .statusCode(200)
        .body("name", equalTo("new"))
        .body("authScopes", equalTo(List.of("PRICING")))
        .body("expiresAt", nullValue())
        .body("apiKey", nullValue());
  }

  @Test
  void nameIsTakenWhileItsKeyLives() {
    String first = keyId(tenant.created("bot", "PRICING"));
    create("bot").then().statusCode(409).body("code", equalTo("conflict"));
    String second = keyId(tenant.created("other", "PRICING"));
    tenant
        .asOperator()
        .body(Map.of("name", "bot"))
        .patch(keys + "/" + second)
        .then()
        .statusCode(409);

    tenant.asOperator().delete(keys + "/" + first).then().statusCode(204);

    create("bot").then().statusCode(201);
    Service.tenant().created("bot", "PRICING");
  }

  @Test
  void deletedKeyIsNotFound() {
    String path = keys + "/" + keyId(tenant.created("k", "PRICING"));
    tenant.asOperator().delete(path).then().statusCode(204);

    tenant.asOperator().delete(path).then().statusCode(404).body("code", equalTo("not-found"));
    tenant.asOperator().body(Map.of("name", "x")).patch(path).then().statusCode(404);
  }

  @Test
  void keyOfANeighbourIsNotFound() {
    String neighbours = keyId(Service.tenant().created("k", "PRICING"));

    tenant.asOperator().delete(keys + "/" + neighbours).then().statusCode(404);
  }

  @Test
  void thirtyKeysAreTheMostAlsoForThoseWhoAskAtOnce() {
    List<Integer> statuses = Crowd.of(16).each(() -> create("k" + UUID.randomUUID()).statusCode());
    assertEquals(List.of(201), statuses.stream().distinct().toList());

    List<Integer> more = Crowd.of(16).each(() -> create("k" + UUID.randomUUID()).statusCode());

    assertEquals(MOST - 1 - 16, more.stream().filter(status -> status == 201).count());
    assertEquals(3, more.stream().filter(status -> status == 409).count());
    String one = tenant.asOperator().get(keys).path("items[0].keyId");
    create("late").then().statusCode(409).body("code", equalTo("conflict"));
    tenant.asOperator().delete(keys + "/" + one).then().statusCode(204);
    create("late").then().statusCode(201);
  }

  @Test
  void listIsPaged() {
    for (int i = 0; i < 4; i++) {
      tenant.created("k" + i, "PRICING");
    }

    List<String> ids = Pages.all(tenant.asOperator(), keys, 2, "keyId");

    assertEquals(5, ids.size());
    assertEquals(ids.stream().sorted().distinct().toList(), ids);
  }

  private Response create(String name) {
    return tenant
        .asOperator()
        .body(Map.of("name", name, "authScopes", List.of("PRICING")))
        .post(keys);
  }

  private static String keyId(Response made) {
    return made.path("keyId");
  }
}
