package io.strongroom.peer;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.strongroom.service.Callers;
import io.strongroom.service.VaultTenant;
import java.util.Collections;
import java.util.HashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A grant whose master token stays, told against the packaged service: for every provider. */
@ExtendWith(SharedService.Resolver.class)
abstract class SteadyGrantSuite {
  private static final int EXCHANGES = 3;
  private static final int CROWD = 64;

  private SharedService service;
  private VaultTenant tenant;

  /** The provider, running. */
  abstract SteadyProvider provider();

  @BeforeEach
  void entrust(SharedService shared) {
    service = shared;
    tenant = shared.newTenant();
    var settings = new HashMap<>(provider().settings());
    settings.put("defaultClientId", provider().client().id());
    tenant.asOperator().body(settings).put(tenant.environmentPath("")).then().statusCode(201);
    putClient(201);
    putMasterToken();
  }

  @Test
  void endedSessionIsRefusedUntilANewMasterTokenIsPut() {
    var issued = issued(tenant.issue(uid()));
    provider().signOut();

    tenant
        .issueNewer(uid(), issued.generation())
        .then()
        .statusCode(provider().statusOfAnEndedSession());

    putMasterToken();
    // A refusal of the client is remembered for a minute; an edit of it ends that.
    putClient(200);
    assertFollows(issued, issueNewer(issued));
  }

  @Test
  void changedClientSecretCostsNoAccount() {
    var issued = issued(tenant.issue(uid()));
    provider().changeClientSecret();

    ProviderAccount.assertMisconfigured(tenant.issueNewer(uid(), issued.generation()));
    tenant.account(uid()).then().body("status", equalTo("authorized"));

    putClient(200);
    assertFollows(issued, issueNewer(issued));
  }

  @Test
  void oneMasterTokenServesEveryExchange() {
    var current = issued(tenant.issue(uid()));
    assertActive(current);
    assertFalse(issued(tenant.issue(uid())).fromUpstream(), "a warm slot asks nobody");

    for (int exchange = 1; exchange <= EXCHANGES; exchange++) {
      tenant.drop(current.token()).then().body("reason", equalTo("dropped"));
      var next = issued(tenant.issue(uid()));
      assertFollows(current, next);
      current = next;
    }
  }

  @Test
  void crowdAtAColdAccountCostsOneCall() {
    var calls = provider().calls();

    var answers =
        Callers.all(
            new Callers(service.process().baseUri(), tenant.apiKey())
                .issue(Collections.nCopies(CROWD, uid()).stream()));

    assertTrue(answers.stream().allMatch(answer -> answer.status() == 200));
    assertEquals(1, answers.stream().map(Callers.Answer::token).distinct().count());
    assertEquals(calls + 1, provider().calls());
  }

  private void putClient(int status) {
    var client = provider().client();
    tenant
        .asOperator()
        .body(client.settings())
        .put(tenant.environmentPath("/clients/" + client.id()))
        .then()
        .statusCode(status);
  }

  private void putMasterToken() {
    tenant.putMasterToken(uid(), provider().signIn()).then().statusCode(204);
  }

  private IssuedToken issueNewer(IssuedToken token) {
    return issued(tenant.issueNewer(uid(), token.generation()));
  }

  private static IssuedToken issued(Response answer) {
    return IssuedToken.of(answer.then().statusCode(200).extract().jsonPath());
  }

  private void assertFollows(IssuedToken older, IssuedToken newer) {
    assertEquals(older.generation() + 1, newer.generation());
    assertTrue(newer.fromUpstream());
    assertActive(newer);
  }

  private void assertActive(IssuedToken token) {
    assertEquals(new Introspection(true, uid()), provider().introspect(token.token()));
  }

  private String uid() {
    return provider().user();
  }
}
