package io.strongroom.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The operator sees the instances, and says which of them do not come back. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class InstancesTest {

  @Test
  void livingInstanceIsListedAndCannotBeGivenUp() {
    asOperator()
        .get("/v1/admin/instances")
        .then()
        .statusCode(200)
        .body("items.find { it.instanceId == '" + Service.instanceId() + "' }.alive", equalTo(true))
        .body("items[0].spooled", equalTo(0))
        .body("items[0].quarantined", equalTo(0));

    giveUp(Service.instanceId(), 409, "conflict");
  }

  @Test
  void instanceThatIsNotThereIsNotFound() {
    giveUp(UUID.randomUUID().toString(), 404, "not-found");
  }

  @Test
  void instanceThatIsNotAUuidIsRefused() {
    asOperator()
        .delete("/v1/admin/instances/the-first")
        .then()
        .statusCode(400)
        .body("detail", containsString("instanceId"));
  }

  @Test
  void deadInstanceIsGivenUpAndItsLivesAreSettled() {
    UUID instance = UUID.randomUUID();
    Service.sql(
        "INSERT INTO instance (instance_id, life_id, lease_until)"
            + " VALUES (?, gen_random_uuid(), clock_timestamp() - interval '1 minute')",
        instance);
    Service.sql(
        "INSERT INTO life (life_id, instance_id) SELECT life_id, instance_id FROM instance"
            + " WHERE instance_id = ?",
        instance);

    asOperator().delete("/v1/admin/instances/" + instance).then().statusCode(204);

    asOperator()
        .get("/v1/admin/instances")
        .then()
        .body("items.instanceId", not(hasItem(instance.toString())));
    assertEquals(
        1,
        Service.sql("DELETE FROM life WHERE instance_id = ? AND settled_at IS NOT NULL", instance));
  }

  private static void giveUp(String instance, int status, String code) {
    asOperator()
        .delete("/v1/admin/instances/" + instance)
        .then()
        .statusCode(status)
        .body("code", equalTo(code));
  }

  private static RequestSpecification asOperator() {
    return given().baseUri(Service.uri().toString()).header("Api-Key", Service.operatorKey());
  }
}
