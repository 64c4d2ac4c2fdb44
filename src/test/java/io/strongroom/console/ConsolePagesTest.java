package io.strongroom.console;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.VaultTenant;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages tell nothing by themselves, and what they ask for they are told of their tenant alone. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class ConsolePagesTest {
  private VaultTenant tenant;
  private String key;

  @BeforeEach
  void makeAnAdministrator() {
    tenant = Service.tenant();
    key = tenant.newKey("an administrator", "TENANT_ADMIN");
  }

  @Test
  void pagesTellNothingWithoutASession() {
    for (String page : List.of("/console", "/console/accounts", "/console/keys")) {
      Session.anybody()
          .get(page)
          .then()
          .statusCode(401)
          .body(containsString("name=\"apiKey\""))
          .body(not(containsString("name=\"proof\"")));
    }
  }

  @Test
  void everythingBelowTheConsoleHasItsHeaders() {
    Session session = Session.of(key);
    for (Response answer :
        List.of(
            Session.anybody().get("/console/sign-in"),
            Session.anybody().get("/console"),
            Session.anybody().get("/console/assets/console.js"),
            session.reading().get("/console/overview"),
            session.reading().get("/console/nothing"),
            session.reading().put("/console/overview"))) {
      answer
          .then()
          .header("Content-Security-Policy", containsString("default-src 'none'"))
          .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
          .header("Content-Security-Policy", not(containsString("unsafe")))
          .header("X-Content-Type-Options", equalTo("nosniff"))
          .header("Referrer-Policy", equalTo("same-origin"))
          .header("Cross-Origin-Opener-Policy", equalTo("same-origin"))
          .header("Cache-Control", equalTo("no-store"));
    }
    session.reading().get("/console/nothing").then().statusCode(404);
  }

  @Test
  void neighboursTenantIsOutOfReach() {
    VaultTenant neighbour = Service.tenant();
    Session session = Session.of(key);

    session.reading().get(neighbour.path("/overview")).then().statusCode(403);
    session.reading().get("/v1/admin/tenants").then().statusCode(403);
    session
        .reading()
        .get("/console/overview?tenant=" + neighbour.id())
        .then()
        .body(not(containsString(neighbour.id())));
  }

  @Test
  void operatorSignsInAsWell() {
    Session session = Session.of(Service.operatorKey());

    session.reading().get("/v1/admin/instances").then().statusCode(200);
    session
        .reading()
        .get("/console/overview?tenant=" + tenant.id())
        .then()
        .body(containsString("tenant=" + tenant.id()));
    session
        .reading()
        .get("/console/overview?tenant=\"><script>")
        .then()
        .statusCode(400)
        .body(not(containsString("<script>")));
  }

  @Test
  void overviewCountsAccountsAndHours() {
    Entrusted user = Entrusted.xToken();
    user.issued();

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                user.tenant()
                    .asOperator()
                    .get(user.tenant().path("/overview"))
                    .then()
                    .statusCode(200)
                    .body("name", equalTo(user.tenant().name()))
                    .body("accounts.authorized", equalTo(1))
                    .body("accounts.notAuthorized", equalTo(0))
                    .body("accounts.more", equalTo(false))
                    .body("hours.size()", equalTo(24))
                    .body("hours.exchanges.sum()", equalTo(1))
                    .body("hours.partly", not(hasItem(true))));
  }
}
