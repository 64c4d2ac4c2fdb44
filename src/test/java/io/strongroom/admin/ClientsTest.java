package io.strongroom.admin;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.sandbox.Client;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.strongroom.service.VaultTenant;
import io.vertx.core.json.JsonArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients are written as a whole; their secrets go in and never come out. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class ClientsTest {
  private static final String SECRET = "hunter2-of-the-client";

  private Entrusted user;
  private VaultTenant tenant;
  private String path;

  @BeforeEach
  void settle() {
    user = Entrusted.xToken();
    tenant = user.tenant();
    path = tenant.environmentPath("/clients/back-office");
  }

  @Test
  void absentClientIsNotFound() {
    assertCode(tenant.asOperator().get(path), 404, "not-found");
    assertCode(tenant.asOperator().delete(path), 404, "not-found");
  }

  @Test
  void clientOfAnAbsentEnvironmentIsNotFound() {
    String nowhere = tenant.path("/environments/nowhere/clients/c");

    assertCode(tenant.asOperator().get(nowhere), 404, "environment-not-found");
    assertCode(tenant.asOperator().delete(nowhere), 404, "environment-not-found");
    assertCode(
        tenant.asOperator().body(client(Map.of())).put(nowhere), 404, "environment-not-found");
  }

  @Test
  void secretIsInNoAnswer() {
    put(Map.of("scope", "a b"))
        .then()
        .statusCode(201)
        .body(not(containsString(SECRET)))
        .body("clientSecret", nullValue())
        .body("clientId", equalTo("back-office"))
        .body("authMethod", equalTo("client_secret_basic"))
        .body("scope", equalTo("a b"))
        .body("moneyScope", equalTo(false));
    tenant
        .asOperator()
        .get(path)
        .then()
        .statusCode(200)
        .body(not(containsString(SECRET)))
        .body("clientSecret", nullValue());
  }

  @Test
  void editReplacesTheWhole() {
    put(Map.of("scope", "a", "moneyScope", true, "upstreamClientId", "https://app.example"));

    put(Map.of()).then().statusCode(200).body("scope", nullValue());

    tenant
        .asOperator()
        .get(path)
        .then()
        .body("scope", nullValue())
        .body("moneyScope", equalTo(false))
        .body("upstreamClientId", nullValue());
  }

  @Test
  void editNeedsTheSecretAgain() {
    put(Map.of());

    Map<String, Object> without = client(Map.of());
    without.remove("clientSecret");

    tenant
        .asOperator()
        .body(without)
        .put(path)
        .then()
        .statusCode(400)
        .body("member", equalTo("clientSecret"));
  }

  @Test
  void staleEditIsRefused() {
    String first = put(Map.of()).header("ETag");
    String second = put(Map.of("scope", "b")).header("ETag");

    assertCode(put(Map.of(), first), 412, "precondition-failed");
    assertCode(
        tenant.asOperator().header("If-Match", first).delete(path), 412, "precondition-failed");
    tenant
        .asOperator()
        .get(path)
        .then()
        .statusCode(200)
        .header("ETag", second)
        .body("scope", equalTo("b"));
    tenant.asOperator().header("If-Match", second).delete(path).then().statusCode(204);
  }

  @Test
  void deletedClientIsGoneAtOnceWithItsTokens() {
    String token = user.issued().getString("token");
    String own = tenant.environmentPath("/clients/" + user.client());

    tenant.asOperator().delete(own).then().statusCode(204);

    assertCode(user.issue(), 422, "credentials-not-found");
    tenant.inspect(token).then().body("active", equalTo(false));
    assertCode(tenant.asOperator().delete(own), 404, "not-found");
    tenant.putClient(user.client(), Entrusted.CLIENT_SECRET, "client_secret_basic");
    assertEquals(2, user.issued().getLong("generation"), "generations go on");
  }

  @Test
  void clientWhoseIdIsAnAddressHasAnAlias() {
    String address = "https://app.example/" + UUID.randomUUID();
    Simulator.register(Client.of(address, SECRET));

    put(Map.of("upstreamClientId", address)).then().statusCode(201);

    assertEquals("back-office", user.issued("clientId", "back-office").getString("clientId"));
    assertEquals(1, Simulator.callsOfClient(address).granted());
  }

  @Test
  void scopeOfTheClientIsAskedFor() {
    Simulator.register(Client.of("back-office", SECRET).withScope("read write"));
    put(Map.of("scope", "read")).then().statusCode(201);

    assertEquals(
        JsonArray.of("read"), user.issued("clientId", "back-office").getJsonArray("scopes"));
  }

  @Test
  void listIsPagedAndShowsNoSecret() {
    for (String name : List.of("b", "a", "C")) {
      tenant.putClient(name, SECRET, "client_secret_post").then().statusCode(201);
    }
    String list = tenant.environmentPath("/clients");

    List<String> ids = Pages.all(tenant.asOperator(), list, 2, "clientId");

    assertEquals(Stream.of("C", "a", user.client(), "b").toList(), ids);
    tenant.asOperator().get(list).then().body(not(containsString(SECRET)));
    assertCode(
        tenant.asOperator().get(tenant.path("/environments/nowhere/clients")),
        404,
        "environment-not-found");
  }

  private Response put(Map<String, Object> other) {
    return tenant.asOperator().body(client(other)).put(path);
  }

  private Response put(Map<String, Object> other, String ifMatch) {
    return tenant.asOperator().header("If-Match", ifMatch).body(client(other)).put(path);
  }

  private static Map<String, Object> client(Map<String, Object> other) {
    Map<String, Object> all = new HashMap<>();
    all.put("clientSecret", SECRET);
    all.put("authMethod", "client_secret_basic");
    all.putAll(other);
    return all;
  }

  private static void assertCode(Response answer, int status, String code) {
    answer.then().statusCode(status).body("code", equalTo(code));
  }
}
