package io.strongroom.issue;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.sandbox.MasterToken;
import io.strongroom.service.Entrusted;
import io.strongroom.service.LogLines;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whoever writes into the database can break an account and can send no secret anywhere. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class TamperedRowTest {

  @Test
  void masterTokenInAnotherUsersRowDoesNotOpen() {
    Entrusted user = Entrusted.xToken();
    String thief = secondUser(user);
    copyMasterToken(user, user.uid(), thief);

    assertInternal(user.tenant().issue(thief));

    assertEquals(0, Simulator.callsOfClient(user.client()).received());
    assertEquals("upstream", user.issued().getString("source"), "the owner is not harmed");
  }

  @Test
  void masterTokenOfAnotherTenantDoesNotOpen() {
    Entrusted user = Entrusted.xToken();
    Entrusted thief = Entrusted.xToken();
    Service.sql(
        "UPDATE account SET master_token ="
            + " (SELECT master_token FROM account WHERE tenant_id = ? AND uid = ?)"
            + " WHERE tenant_id = ? AND uid = ?",
        user.tenant().id(),
        user.uid(),
        thief.tenant().id(),
        thief.uid());

    assertInternal(thief.issue());

    assertEquals(0, Simulator.callsOfClient(thief.client()).received());
  }

  @Test
  void secretInAnotherClientsRowDoesNotOpen() {
    Entrusted user = Entrusted.xToken();
    String other = user.anotherClient();
    Service.sql(
        "UPDATE client SET secret = (SELECT secret FROM client WHERE tenant_id = ?"
            + " AND client_id = ?) WHERE tenant_id = ? AND client_id = ?",
        user.tenant().id(),
        user.client(),
        user.tenant().id(),
        other);

    assertInternal(user.issue("clientId", other));

    assertEquals(0, user.calls());
    assertEquals("upstream", user.issued().getString("source"));
  }

  @Test
  void endpointAtAnotherHostGetsNoSecret() {
    Entrusted user = Entrusted.xToken();
    int rows =
        Service.sql(
            "UPDATE environment SET settings = replace(settings, '127.0.0.1', 'localhost')"
                + " WHERE tenant_id = ?",
            user.tenant().id());
    assertEquals(1, rows);

    assertInternal(user.issue());

    assertEquals(0, Simulator.callsOfClient(user.client()).received());
  }

  @Test
  void originsOfAnotherEnvironmentDoNotOpen() {
    Entrusted user = Entrusted.xToken();
    String elsewhere = user.tenant().path("/environments/elsewhere");
    user.tenant()
        .asOperator()
        .body(user.settings(Map.of("tokenEndpoint", "http://localhost:1/token")))
        .put(elsewhere)
        .then()
        .statusCode(201);
    Service.sql(
        "UPDATE environment e SET settings = o.settings, origins = o.origins FROM environment o"
            + " WHERE e.tenant_id = ? AND o.tenant_id = e.tenant_id"
            + " AND e.environment = 'production' AND o.environment = 'elsewhere'",
        user.tenant().id());

    assertInternal(user.issue());

    assertEquals(0, Simulator.callsOfClient(user.client()).received());
  }

  @Test
  void clientTokenInAnotherUsersSlotDoesNotOpen() {
    Entrusted user = Entrusted.xToken();
    String thief = secondUser(user);
    String token = user.issued().getString("token");
    user.tenant().issue(thief).then().statusCode(200);
    Service.sql(
        "UPDATE client_token t SET token = o.token FROM client_token o WHERE t.tenant_id = ?"
            + " AND o.tenant_id = t.tenant_id AND t.uid = ? AND o.uid = ?",
        user.tenant().id(),
        thief,
        user.uid());

    assertInternal(user.tenant().issue(thief)).then().body(not(containsString(token)));

    assertEquals(token, user.issued().getString("token"));
  }

  private static String secondUser(Entrusted user) {
    String uid = "thief-" + UUID.randomUUID();
    String own = Simulator.enter(MasterToken.of(MasterToken.Kind.X_TOKEN, uid));
    user.tenant().putMasterToken(uid, own).then().statusCode(204);
    return uid;
  }

  private static void copyMasterToken(Entrusted user, String from, String to) {
    int rows =
        Service.sql(
            "UPDATE account t SET master_token = o.master_token FROM account o"
                + " WHERE t.tenant_id = ? AND o.tenant_id = t.tenant_id AND t.uid = ?"
                + " AND o.uid = ?",
            user.tenant().id(),
            to,
            from);
    assertEquals(1, rows);
  }

  /** The answer has an id and nothing else; the log has the same id. */
  private static Response assertInternal(Response answer) {
    String id =
        answer
            .then()
            .statusCode(500)
            .body("code", equalTo("internal-error"))
            .body("verdict", equalTo("transient"))
            .body("id", matchesPattern("[a-z0-9]{8,32}"))
            .body("detail", not(containsString("account.")))
            .extract()
            .path("id");
    assertTrue(LogLines.have(id), "the log has the id " + id);
    return answer;
  }
}
