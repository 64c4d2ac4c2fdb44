package io.strongroom.peer;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.jwk.JWK;
import io.restassured.path.json.JsonPath;
import io.strongroom.service.TestClientKeys;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The suite with Keycloak, where one reuse of a rotated offline token ends the session. */
@Tag("keycloak")
class KeycloakIT extends ProviderSuite {
  private KeycloakServer server;
  private KeycloakRealm realm;

  @BeforeAll
  void startProvider() {
    server = KeycloakServer.start();
    realm = server.createRealm("vault", Duration.ofMinutes(2));
  }

  @AfterAll
  void stopProvider() {
    server.close();
  }

  @Override
  RefreshProvider provider() {
    return realm;
  }

  /** The audience of an assertion is the URL that it is sent to: here two URLs of one server. */
  @ParameterizedTest
  @ValueSource(strings = {"RSA", "P256", "P384", "ED25519"})
  void clientMayProveItselfByItsKey(String kind) throws ReflectiveOperationException {
    JWK key = (JWK) TestClientKeys.class.getField(kind).get(null);
    var own = server.admin().createRealm("keys-" + kind, Duration.ofMinutes(2));
    String masterToken = own.signIn();
    own.useKey(key.toPublicJWK());
    assertEquals(new RefreshAnswer.Refused(400, "invalid_client"), own.refresh(masterToken));
    entrust(own, key, masterToken);

    for (int generation = 1; generation <= 3; generation++) {
      JsonPath issued =
          tenant()
              .issueNewer(own.user(), generation - 1)
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      assertEquals(generation, issued.getLong("generation"));
      tenant()
          .inspectLive(issued.getString("token"))
          .then()
          .body("active", equalTo(true))
          .body("live.status", equalTo("active"));
    }
  }

  private void entrust(KeycloakRealm own, JWK key, String masterToken) {
    tenant()
        .asOperator()
        .body(
            Map.of(
                "grant",
                "refresh_token",
                "tokenEndpoint",
                own.tokenEndpoint().toString(),
                "introspectionEndpoint",
                own.tokenEndpoint() + "/introspect",
                "defaultClientId",
                own.clientId()))
        .put(tenant().environmentPath(""))
        .then()
        .statusCode(201);
    tenant()
        .asOperator()
        .body(Map.of("privateKeyJwk", TestClientKeys.body(key), "authMethod", "private_key_jwt"))
        .put(tenant().environmentPath("/clients/" + own.clientId()))
        .then()
        .statusCode(201);
    tenant().putMasterToken(own.user(), masterToken).then().statusCode(204);
  }

  /** RFC 8693, Keycloak's standard token exchange. */
  @Nested
  class TokenExchange extends SteadyGrantSuite {
    @Override
    SteadyProvider provider() {
      return new KeycloakExchange(realm);
    }
  }
}
