package io.strongroom.issue;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.junit.TestProfile;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens where each exchange replaces the master token. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class RefreshTokenStoryTest {

  @Test
  void rotatedAwayMasterTokenIsNotTakenBackAndTheCurrentOneStillWorks() {
    Entrusted user = Entrusted.refreshToken();
    long generation = user.issued().getLong("generation");

    user.tenant()
        .putMasterToken(user.uid(), user.masterToken())
        .then()
        .statusCode(409)
        .body("code", equalTo("master-token-superseded"))
        .body("verdict", equalTo("terminal"));

    assertEquals(
        generation + 1, user.issued("newerThanGeneration", generation).getLong("generation"));
    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
  }

  @Test
  void rotatedAwayMasterTokenIsTakenBackByForce() {
    Entrusted user = Entrusted.refreshTokenWithGrace(Map.of());
    long generation = user.issued().getLong("generation");

    user.tenant()
        .putMasterToken(user.uid(), Map.of("masterToken", user.masterToken(), "force", true))
        .then()
        .statusCode(204);

    assertEquals(
        generation + 1, user.issued("newerThanGeneration", generation).getLong("generation"));
  }

  @Test
  void everyRotationLeavesAMasterTokenThatWorks() {
    Entrusted user = Entrusted.refreshToken();
    JsonObject current = user.issued();

    for (int rotation = 1; rotation <= 3; rotation++) {
      JsonObject next = user.issued("newerThanGeneration", current.getLong("generation"));
      assertEquals(current.getLong("generation") + 1, next.getLong("generation"));
      assertNotEquals(current.getString("token"), next.getString("token"));
      assertEquals("upstream", next.getString("source"));
      current = next;
    }
    assertEquals("vault", user.issued().getString("source"));
    assertEquals(4, Simulator.calls(user.uid()).granted());
  }

  @Test
  void droppedTokenIsReplacedByTheRotatedMasterToken() {
    Entrusted user = Entrusted.refreshToken();
    String first = user.issued().getString("token");
    user.tenant().drop(first).then().body("reason", equalTo("dropped"));

    JsonObject second = user.issued();

    assertEquals(2, second.getLong("generation"));
    user.tenant().drop(first).then().body("reason", equalTo("superseded"));
    user.tenant().inspect(first).then().body("active", equalTo(false));
    user.tenant().inspect(second.getString("token")).then().body("active", equalTo(true));
  }

  @Test
  void clientsOfOneAccountRotateOneMasterToken() {
    Entrusted user = Entrusted.refreshToken();
    String other = user.anotherClient();

    assertEquals(user.client(), user.issued().getString("clientId"));
    assertEquals(other, user.issued("clientId", other).getString("clientId"));
    assertEquals("upstream", user.issued("newerThanGeneration", 1).getString("source"));

    assertEquals(3, Simulator.calls(user.uid()).granted());
    assertEquals(0, Simulator.calls(user.uid()).refused());
  }

  @Test
  void currentMasterTokenPutAgainChangesNothing() {
    Entrusted user = Entrusted.xToken();
    JsonObject issued = user.issued();

    user.tenant().putMasterToken(user.uid(), user.masterToken()).then().statusCode(204);

    assertEquals(issued.getString("token"), user.issued().getString("token"));
    assertEquals(1, user.calls());
  }

  @Test
  void differentMasterTokenKeepsTheClientTokensAndIsUsedNext() {
    Entrusted user = Entrusted.refreshToken();
    JsonObject issued = user.issued();

    user.tenant().putMasterToken(user.uid(), user.signIn()).then().statusCode(204);

    assertEquals(issued.getString("token"), user.issued().getString("token"));
    assertEquals(2, user.issued("newerThanGeneration", 1).getLong("generation"));
  }

  @Test
  void providerThatDoesNotRotateKeepsItsMasterToken() {
    Entrusted user = Entrusted.refreshTokenThatStays(Map.of("rotating", false));
    user.issued();

    assertEquals(2, user.issued("newerThanGeneration", 1).getLong("generation"));
    user.tenant().putMasterToken(user.uid(), user.masterToken()).then().statusCode(204);
    assertEquals("vault", user.issued().getString("source"));
  }
}
