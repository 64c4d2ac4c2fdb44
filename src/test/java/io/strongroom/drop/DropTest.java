package io.strongroom.drop;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Crowd;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A drop forgets one value, where this tenant's slots hold it, and nothing else. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class DropTest {

  @Test
  void valueThatNobodyKnowsIsUnknown() {
    assertKept(Service.tenant().drop("never-seen"), "unknown");
  }

  @Test
  void neighboursTokenIsUnknownAndStays() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");

    assertKept(Service.tenant().drop(token), "unknown");

    user.tenant().inspect(token).then().body("active", equalTo(true));
    assertEquals("vault", user.issued().getString("source"));
  }

  @Test
  void masterTokenIsNoClientToken() {
    Entrusted user = Entrusted.xToken();
    user.issued();

    assertKept(user.tenant().drop(user.masterToken()), "unknown");
    assertEquals("vault", user.issued().getString("source"));
  }

  @Test
  void secondDropIsSuperseded() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");
    user.tenant().drop(token).then().body("dropped", equalTo(true));

    assertKept(user.tenant().drop(token), "superseded");
  }

  @Test
  void replacedTokenIsSupersededAndItsSuccessorStays() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");
    String next = user.issued("newerThanGeneration", 1).getString("token");

    assertKept(user.tenant().drop(token), "superseded");
    assertEquals(next, user.issued().getString("token"));
  }

  @Test
  void tokenOfADeletedAccountIsSuperseded() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");
    VaultTenant tenant = user.tenant();
    tenant
        .asOperator()
        .delete(tenant.environmentPath("/accounts/" + user.uid()))
        .then()
        .statusCode(204);

    assertKept(tenant.drop(token), "superseded");
  }

  @Test
  void endedTokenIsForgottenADayAfterItsExpiry() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");
    user.tenant().drop(token);
    int kept =
        Service.sql(
            "UPDATE ended_token SET keep_until = clock_timestamp() WHERE tenant_id = ?"
                + " AND keep_until > clock_timestamp() + interval '24 hours 50 minutes'",
            user.tenant().id());
    assertEquals(1, kept);

    assertKept(user.tenant().drop(token), "unknown");
  }

  @Test
  void dropTellsTheProviderNothing() {
    Entrusted user = Entrusted.xToken();

    user.tenant().drop(user.issued().getString("token")).then().statusCode(200);

    assertEquals(1, user.calls());
  }

  @Test
  void dropsAtOnceDropOnce() {
    Entrusted user = Entrusted.xToken();
    String token = user.issued().getString("token");

    Stream<Boolean> dropped =
        Crowd.of(16).each(() -> user.tenant().drop(token).<Boolean>path("dropped")).stream();

    assertEquals(1, dropped.filter(Boolean::booleanValue).count());
  }

  private static void assertKept(Response answer, String reason) {
    answer.then().statusCode(200).body("dropped", equalTo(false)).body("reason", equalTo(reason));
  }
}
