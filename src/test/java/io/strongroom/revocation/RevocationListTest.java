package io.strongroom.revocation;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.strongroom.sandbox.Endpoint;
import io.strongroom.sandbox.Fault;
import io.strongroom.service.Entrusted;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.strongroom.service.VaultTenant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was asked to be revoked can be read again, and so can what came of each token. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class RevocationListTest {
  private final VaultTenant tenant = Service.tenant();
  private final String path = tenant.path("/revocations");

  @ParameterizedTest
  @ValueSource(strings = {"x", "/", "yesterday/abcdefgh", "2030-01-31/abcdefgh", "a b"})
  void cursorThatNoPageGaveIsRefused(String cursor) {
    tenant
        .asOperator()
        .queryParam("cursor", cursor)
        .get(path)
        .then()
        .statusCode(400)
        .body("member", equalTo("cursor"));
  }

  @Test
  void newestComesFirstAndNeighboursComeNotAtAll() {
    Revoking.of(Service.tenant()).done(Map.of("allOfTenant", true));
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(Revoking.of(tenant).done(Map.of("uid", "user-" + i)).getString("revocationId"));
    }
    Collections.reverse(made);

    List<String> listed = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonPath page =
          tenant
              .asOperator()
              .queryParam("limit", 2)
              .queryParam("cursor", cursor)
              .get(path)
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      listed.addAll(page.getList("items.revocationId"));
      cursor = page.getString("nextCursor");
    }

    assertEquals(made, listed);
  }

  @Test
  void revocationTellsWhatWasAskedAndNoSecret() {
    Revoking.of(tenant).done(Map.of("allOfTenant", true, "upstream", false));
    Revoking.of(tenant).done(Map.of("token", "the-value-itself", "clientId", "web"));

    var list = tenant.asOperator().get(path);

    assertEquals(-1, list.asString().indexOf("the-value-itself"));
    list.then()
        .body("items[0].token", equalTo(true))
        .body("items[0].clientId", equalTo("web"))
        .body("items[0].allOfTenant", nullValue())
        .body("items[0].upstream", equalTo(true))
        .body("items[1].allOfTenant", equalTo(true))
        .body("items[1].masterToken", equalTo(false))
        .body("items[1].upstream", equalTo(false))
        .body("items[1].matched", equalTo(0))
        .body("items.findAll { it.finishedAt == null }.size()", equalTo(0));
  }

  @Test
  void tokensOfOneOutcomeAreFound() {
    Entrusted user = Entrusted.xToken(Map.of("revocationEndpoint", Simulator.revocationEndpoint()));
    user.issued();
    user.issued("clientId", user.anotherClient());
    Simulator.spoil(Endpoint.REVOKE, user.uid(), Fault.error(400, "invalid_request").times(1));
    Revoking revoking = Revoking.of(user.tenant());
    JsonPath done = revoking.done(Map.of("uid", user.uid()));
    assertEquals(1, revoking.ended(done).getInt("upstream.failed"));

    for (String outcome : List.of("failed", "revoked")) {
      revoking
          .tokens(done, "?outcome=" + outcome)
          .then()
          .statusCode(200)
          .body("items.size()", equalTo(1))
          .body("items.outcome", everyItem(equalTo(outcome)));
    }
    revoking.tokens(done, "?outcome=pending").then().body("items.size()", equalTo(0));
    revoking
        .tokens(done, "?outcome=lost")
        .then()
        .statusCode(400)
        .body("member", equalTo("outcome"));
  }
}
