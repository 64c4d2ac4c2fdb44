package io.strongroom.inspect;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of a token that is not a living one of the tenant, nothing is told. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class InspectTest {

  @Test
  void unknownTokenIsNotActive() {
    assertInactive(Service.tenant().inspect("never-seen"));
  }

  @Test
  void neighboursTokenIsNotActive() {
    String token = Entrusted.xToken().issued().getString("token");

    assertInactive(Service.tenant().inspect(token));
  }

  @Test
  void masterTokenIsNotActive() {
    Entrusted user = Entrusted.xToken();

    assertInactive(user.tenant().inspect(user.masterToken()));
  }

  @Test
  void expiredTokenIsNotActive() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");
    user.alterSlots("expires_at = clock_timestamp()");

    assertInactive(user.tenant().inspect(token));
  }

  @Test
  void droppedTokenIsNotActive() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");
    user.tenant().drop(token);

    assertInactive(user.tenant().inspect(token));
  }

  @Test
  void replacedTokenIsNotActive() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");
    user.issued("newerThanGeneration", 1);

    assertInactive(user.tenant().inspect(token));
  }

  @Test
  void tokenOfADeletedClientIsNotActive() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");
    VaultTenant tenant = user.tenant();
    tenant
        .asOperator()
        .delete(tenant.environmentPath("/clients/" + user.client()))
        .then()
        .statusCode(204);

    assertInactive(tenant.inspect(token));
  }

  @Test
  void livingTokenTellsWhoseItIsAndUntilWhen() {
    Entrusted user = Entrusted.xToken(client -> client.withScope("a b"));
    JsonObject issued = user.issued();

    Map<String, Object> told =
        user.tenant().inspect(issued.getString("token")).jsonPath().getMap("$");

    Map<String, Object> expected = issued.getMap();
    expected.keySet().removeAll(Set.of("token", "tokenType", "source"));
    expected.put("active", true);
    assertEquals(expected, told);
  }

  @Test
  void inspectingAsksNobody() {
    Entrusted user = Entrusted.xToken();
    user.tenant().inspect(user.issued().getString("token")).then().body("active", equalTo(true));

    assertEquals(1, user.calls());
  }

  private static void assertInactive(Response answer) {
    assertEquals("{\"active\":false}", answer.then().statusCode(200).extract().asString());
  }
}
