package io.strongroom.admin;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The operator makes, lists and ends tenants; a tenant's administrator sees its own. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class TenantsTest {
  private static final String TENANTS = "/v1/admin/tenants";
  private static final int PAGE = 5;

  private final VaultTenant tenant = Service.tenant();

  @Test
  void newTenantHasAnIdAndItsName() {
    String name = "\u00fcber & co. " + UUID.randomUUID();

    Response made = create(name);

    made.then().statusCode(201);
    Map<String, Object> resource = made.jsonPath().getMap("$");
    assertEquals(Set.of("tenantId", "name"), resource.keySet());
    assertEquals(name, resource.get("name"));
    assertTrue(resource.get("tenantId").toString().matches("[a-z0-9]{8,32}"));
  }

  @Test
  void nameIsTakenWhileItsTenantLives() {
    create(tenant.name()).then().statusCode(409).body("code", equalTo("conflict"));

    tenant.asOperator().delete(tenant.path("")).then().statusCode(204);

    create(tenant.name()).then().statusCode(201);
  }

  @Test
  void tenantIsRead() {
    tenant
        .asOperator()
        .get(tenant.path(""))
        .then()
        .statusCode(200)
        .body("tenantId", equalTo(tenant.id()))
        .body("name", equalTo(tenant.name()));
    tenant
        .with(tenant.newKey("admin", "TENANT_ADMIN"))
        .get(tenant.path(""))
        .then()
        .statusCode(200)
        .body("tenantId", equalTo(tenant.id()));
  }

  @Test
  void tenantGetsAnotherNameThatIsNotTaken() {
    String name = "renamed " + UUID.randomUUID();
    String freed = tenant.name();

    rename(Service.tenant().name()).then().statusCode(409).body("code", equalTo("conflict"));
    rename("").then().statusCode(400).body("member", equalTo("name"));
    rename(name).then().statusCode(200).body("name", equalTo(name));

    tenant.asOperator().get(tenant.path("")).then().body("name", equalTo(name));
    create(freed).then().statusCode(201);
  }

  @Test
  void administratorDoesNotRenameTheTenant() {
    tenant
        .with(tenant.newKey("admin", "TENANT_ADMIN"))
        .body(Map.of("name", "mine"))
        .put(tenant.path(""))
        .then()
        .statusCode(403);
  }

  private Response rename(String name) {
    return tenant.asOperator().body(Map.of("name", name)).put(tenant.path(""));
  }

  @Test
  void tenantThatIsNotThereIsNotFound() {
    tenant
        .asOperator()
        .get(TENANTS + "/nosuchtenant")
        .then()
        .statusCode(404)
        .body("code", equalTo("not-found"));
    tenant.asOperator().delete(TENANTS + "/nosuchtenant").then().statusCode(404);
  }

  @Test
  void deletedTenantIsGoneWithAllThatItHas() {
    Entrusted user = Entrusted.xToken();
    VaultTenant deleted = user.tenant();
    user.issued();

    deleted.asOperator().delete(deleted.path("")).then().statusCode(204);

    deleted.asOperator().delete(deleted.path("")).then().statusCode(404);
    deleted.asOperator().get(deleted.path("")).then().statusCode(404);
    user.issue().then().statusCode(401).body("detail", equalTo("Api-Key token is revoked"));
    deleted.putMasterToken(user.uid(), "another").then().statusCode(404);
    deleted.putClient(user.client(), "s", "client_secret_post").then().statusCode(404);
    deleted
        .asOperator()
        .body(Map.of("name", "k", "authScopes", List.of("PRICING")))
        .post(deleted.path("/api-keys"))
        .then()
        .statusCode(404);
    assertEquals(
        1,
        Service.sql(
            "UPDATE tenant SET name = name WHERE tenant_id = ? AND keyset IS NULL"
                + " AND lookup_keyset IS NULL",
            deleted.id()));
  }

  @Test
  void listIsPagedToItsEndWithoutGapsOrRepeats() {
    Set<String> made =
        Stream.generate(() -> Service.tenant().id()).limit(PAGE + 1).collect(Collectors.toSet());

    List<String> listed = Pages.all(tenant.asOperator(), TENANTS, PAGE, "tenantId");

    assertTrue(listed.containsAll(made));
    assertEquals(listed.stream().sorted().distinct().toList(), listed);
    tenant
        .asOperator()
        .get(TENANTS + "?cursor=zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")
        .then()
        .statusCode(200)
        .body("items.size()", equalTo(0))
        .body("nextCursor", nullValue());
  }

  private Response create(String name) {
    return tenant.asOperator().body(Map.of("name", name)).post(TENANTS);
  }
}
