package io.strongroom.issue;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.jwk.JWK;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.strongroom.sandbox.AuthMethod;
import io.strongroom.sandbox.Client;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.service.Entrusted;
import io.strongroom.service.LogLines;
import io.strongroom.service.Service;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.strongroom.service.TestClientKeys;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that proves itself by its key: at a provider that checks all that the RFC asks for. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class PrivateKeyJwtStoryTest {
  private final Entrusted user = Entrusted.xToken();
  private final String client = "signing-" + UUID.randomUUID();

  static Stream<JWK> keys() {
    return Stream.of(
        TestClientKeys.RSA, TestClientKeys.P256, TestClientKeys.P384, TestClientKeys.ED25519);
  }

  @Test
  void keyThatTheProviderDoesNotKnowIsTheClientsFault() {
    register(TestClientKeys.P384);
    put(TestClientKeys.P256).then().statusCode(201);

    issue().then().statusCode(502).body("code", equalTo("upstream-configuration"));

    user.tenant().account(user.uid()).then().body("status", equalTo("authorized"));
  }

  @Test
  void keyWithoutItsPrivatePartIsRefusedAndNotQuoted() {
    Map<String, Object> key = TestClientKeys.body(TestClientKeys.P256.toPublicJWK());

    put(key)
        .then()
        .statusCode(400)
        .body("member", equalTo("privateKeyJwk"))
        .body("detail", equalTo("privateKeyJwk: must have its private part"))
        .body(not(containsString(String.valueOf(key.get("x")))));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void assertionIsTaken(JWK key) {
    register(key);
    put(key).then().statusCode(201);

    assertEquals(client, Entrusted.granted(issue()).getString("clientId"));
  }

  @Test
  void everyTryHasAnAssertionOfItsOwn() {
    register(TestClientKeys.P256);
    put(TestClientKeys.P256).then().statusCode(201);
    // The provider has taken the first assertion when its answer is lost: it takes none twice.
    user.spoil(Fault.of(FaultKind.LOST_REPLY).times(1));

    assertEquals("upstream", Entrusted.granted(issue()).getString("source"));
    assertEquals(2, Simulator.callsOfClient(client).granted());
  }

  @Test
  void keyIsInNoAnswerAndNotInTheDatabase() {
    String secret = String.valueOf(TestClientKeys.body(TestClientKeys.P256).get("d"));

    put(TestClientKeys.P256).then().body(not(containsString(secret)));

    user.tenant()
        .asOperator()
        .get(path())
        .then()
        .statusCode(200)
        .body("authMethod", equalTo("private_key_jwt"))
        .body("privateKeyJwk", equalTo(null))
        .body(not(containsString(secret)));
    assertEquals(
        0,
        Service.sql(
            "UPDATE client SET scope = scope WHERE tenant_id = ?"
                + " AND encode(secret, 'escape') LIKE '%' || ? || '%'",
            user.tenant().id(), secret));
    assertEquals(false, LogLines.have(secret));
  }

  @Test
  void rotatingMasterTokenIsRefreshedByAssertionsToo() {
    Entrusted rotating = Entrusted.refreshToken();
    Simulator.register(signing(TestClientKeys.P256));
    body(TestClientKeys.body(TestClientKeys.P256), rotating).then().statusCode(201);
    // Where it rotates, a refresh token is one client's: this one has not been used by another.
    for (int generation = 1; generation <= 3; generation++) {
      Response answer =
          rotating
              .tenant()
              .issue(
                  Map.of(
                      "uid",
                      rotating.uid(),
                      "clientId",
                      client,
                      "newerThanGeneration",
                      generation - 1));
      assertEquals(generation, Entrusted.granted(answer).getLong("generation"));
    }
  }

  private void register(JWK key) {
    Simulator.register(signing(key));
  }

  private Client signing(JWK key) {
    return Client.of(client, TestClientKeys.publicText(key))
        .withAuthMethod(AuthMethod.PRIVATE_KEY_JWT);
  }

  private Response put(JWK key) {
    return put(TestClientKeys.body(key));
  }

  private Response put(Map<String, Object> key) {
    return body(key, user);
  }

  private Response body(Map<String, Object> key, Entrusted of) {
    Map<String, Object> body = new HashMap<>();
    body.put("privateKeyJwk", key);
    body.put("authMethod", "private_key_jwt");
    return of.tenant()
        .asOperator()
        .body(body)
        .put(of.tenant().environmentPath("/clients/" + client));
  }

  private String path() {
    return user.tenant().environmentPath("/clients/" + client);
  }

  private Response issue() {
    return user.issue("clientId", client);
  }
}
