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
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The master token as the subject token of RFC 8693. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class TokenExchangeStoryTest {

  @Test
  void subjectTokenThatIsNotGoodAnyMoreCostsTheAccountNothing() {
    Entrusted user = exchanging(Map.of());
    Simulator.signOut(user.uid());

    user.issue().then().statusCode(502).body("code", equalTo("upstream-configuration"));

    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
  }

  @Test
  void masterTokenIsExchangedOnceAndServedAgain() {
    Entrusted user = exchanging(Map.of());

    JsonObject first = user.issued();
    JsonObject second = user.issued();

    assertEquals("upstream", first.getString("source"));
    assertEquals("vault", second.getString("source"));
    assertEquals(first.getString("token"), second.getString("token"));
    assertEquals(1, user.calls());
  }

  @Test
  void droppedTokenIsReplaced() {
    Entrusted user = exchanging(Map.of("tokenAudience", "orders", "resource", new String[] {}));
    String token = user.issued().getString("token");
    user.tenant().drop(token).then().body("dropped", equalTo(true));

    JsonObject next = user.issued();

    assertNotEquals(token, next.getString("token"));
    assertEquals(2, next.getLong("generation"));
  }

  private static Entrusted exchanging(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("grant", "token-exchange");
    return Entrusted.xToken(all);
  }
}
