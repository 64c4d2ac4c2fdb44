package io.strongroom.peer;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.jwk.JWK;
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
    KeycloakRealm own = server.createRealm("keys-" + kind, Duration.ofMinutes(2));
    String masterToken = own.signIn();
    own.useKey(key.toPublicJWK());
    assertEquals(new RefreshAnswer.Refused(400, "invalid_client"), own.refresh(masterToken));
    var client =
        new ProviderClient(
            own.client().id(),
            "private_key_jwt",
            Map.of("privateKeyJwk", TestClientKeys.body(key)));
    ProviderAccount account = newAccountAt(own);
    account.connect(client, Map.of("introspectionEndpoint", own.tokenEndpoint() + "/introspect"));
    account.put(masterToken).then().statusCode(204);

    IssuedToken issued = account.issue();
    for (int generation = 1; generation <= 3; generation++) {
      assertEquals(generation, issued.generation());
      account
          .tenant()
          .inspectLive(issued.token())
          .then()
          .body("active", equalTo(true))
          .body("live.status", equalTo("active"));
      issued = account.issueNewer(issued);
    }
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
