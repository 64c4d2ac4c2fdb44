package io.strongroom.imports;

import static io.strongroom.imports.ImportLines.token;
import static io.strongroom.imports.ImportLines.withToken;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Client tokens that are brought in: no token that has ended comes back this way. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class ImportedTokensTest {
  private static final int LONG = 3_600;

  private final Entrusted there = Entrusted.xToken();
  private final VaultTenant tenant = there.tenant();
  private final String brought = "brought-" + UUID.randomUUID();

  @Test
  void droppedTokenIsSkipped() {
    String token = there.issued().getString("token");
    tenant.drop(token).then().body("dropped", equalTo(true));

    JsonPath done = bring(token(token, LONG));

    assertEquals(1, done.getInt("skipped"));
    assertEquals(1, done.getInt("unchanged"));
    assertNotEquals(token, there.issued().getString("token"));
  }

  @Test
  void revokedTokenIsSkippedAlsoUnderAnotherName() {
    String token = there.issued().getString("token");
    tenant
        .asOperator()
        .body(Map.of("token", token))
        .post(tenant.path("/revocations"))
        .then()
        .statusCode(200);

    JsonPath done =
        Importing.of(tenant)
            .done(
                withToken(there.uid(), there.masterToken(), token(token, LONG))
                    + withToken("another", "m", token(token, LONG)));

    assertEquals(2, done.getInt("skipped"));
    tenant.inspect(token).then().body("active", equalTo(false));
    tenant.account("another").then().body("tokens.size()", equalTo(0));
  }

  @Test
  void replacedTokenIsSkipped() {
    String first = there.issued().getString("token");
    there.issued("newerThanGeneration", 1);

    assertEquals(1, bring(token(first, LONG)).getInt("skipped"));

    assertEquals(2, there.issued().getInteger("generation"));
  }

  @Test
  void tokenThatHasRunOutIsSkipped() {
    JsonPath done = bring(token(brought, -10));

    assertEquals(1, done.getInt("skipped"));
    assertEquals("upstream", there.issued().getString("source"));
  }

  @Test
  void livingTokenIsNotReplaced() {
    String living = there.issued().getString("token");

    JsonPath done = bring(token(brought, LONG));

    assertEquals(1, done.getInt("skipped"));
    assertEquals(living, there.issued().getString("token"));
    tenant.inspect(brought).then().body("active", equalTo(false));
  }

  @Test
  void tokenThatTheSlotHasIsUnchanged() {
    JsonObject issued = there.issued();

    JsonPath done = bring(token(issued.getString("token"), LONG));

    assertEquals(1, done.getInt("unchanged"));
    assertEquals(0, done.getInt("skipped"));
    assertEquals(1, there.issued().getInteger("generation"));
  }

  @Test
  void newUsersTokenIsServedWithoutAnExchange() {
    String uid = "new-" + UUID.randomUUID();
    JsonObject token =
        token(brought, LONG, "orders:read")
            .put("tokenType", "MAC")
            .put("issuedAt", "2026-01-01T00:00:00Z");

    JsonPath done = Importing.of(tenant).done(withToken(uid, "master", token));

    assertEquals(1, done.getInt("accepted"));
    tenant
        .issue(uid)
        .then()
        .statusCode(200)
        .body("token", equalTo(brought))
        .body("source", equalTo("vault"))
        .body("generation", equalTo(1))
        .body("tokenType", equalTo("MAC"))
        .body("scopes[0]", equalTo("orders:read"))
        .body("issuedAt", equalTo("2026-01-01T00:00:00Z"))
        .body("expiresAt", equalTo(token.getString("expiresAt")));
    tenant.inspect(brought).then().body("active", equalTo(true)).body("uid", equalTo(uid));
    assertEquals(true, tenant.drop(brought).jsonPath().getBoolean("dropped"));
  }

  @Test
  void tokenTakesThePlaceOfOneThatHasRunOut() {
    String first = there.issued().getString("token");
    there.alterSlots("expires_at = clock_timestamp() - interval '1 second'");

    assertEquals(1, bring(token(brought, LONG)).getInt("accepted"));

    JsonObject issued = there.issued();
    assertEquals(brought, issued.getString("token"));
    assertEquals(2, issued.getInteger("generation"));
    assertEquals(1, there.calls());
    tenant.drop(first).then().body("reason", equalTo("superseded"));
  }

  @Test
  void tokenTakesThePlaceOfOneThatWasDropped() {
    tenant.drop(there.issued().getString("token")).then().statusCode(200);

    assertEquals(1, bring(token(brought, LONG)).getInt("accepted"));

    assertEquals(brought, there.issued().getString("token"));
    assertEquals(2, there.issued().getInteger("generation"));
  }

  @Test
  void generationGoesOnAfterAnAccountIsMadeAnew() {
    there.issued();
    there.issued("newerThanGeneration", 1);
    tenant
        .asOperator()
        .delete(tenant.environmentPath("/accounts/" + there.uid()))
        .then()
        .statusCode(204);

    assertEquals(1, bring(token(brought, LONG)).getInt("accepted"));

    assertEquals(3, there.issued().getInteger("generation"));
  }

  private JsonPath bring(JsonObject token) {
    return Importing.of(tenant).done(withToken(there.uid(), there.masterToken(), token));
  }
}
