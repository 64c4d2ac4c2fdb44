package io.strongroom.sandbox;

import static io.strongroom.sandbox.TestCalls.basic;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 6749 sections 2.3.1, 3.2 and 5.2 at the token endpoint. */
class ClientAuthenticationTest {
  private static final String ODD_ID = "c:&=%";
  private static final String ODD_SECRET = "s+ e:%";

  private final Provider provider = new Provider(new HandClock(), new Random(7));
  private String grant;

  @BeforeEach
  void enter() {
    provider.register(Client.of(ODD_ID, ODD_SECRET));
    provider.register(Client.of("c", "s"));
    String master = provider.enter(MasterToken.of(MasterToken.Kind.X_TOKEN, "u"));
    grant = "grant_type=x-token&access_token=" + master;
  }

  @Test
  void wrongSecretIsInvalidClient() {
    Answer answer = token(Optional.empty(), "&client_id=c&client_secret=wrong");
    assertEquals(401, answer.status());
    assertEquals("invalid_client", answer.outcome());
    assertEquals(false, answer.headers().containsKey("WWW-Authenticate"));
  }

  @Test
  void wrongHeaderIsInvalidClientAndNamesTheScheme() {
    for (Optional<String> header :
        List.of(basic("c", "wrong"), Optional.of("Basic !!"), Optional.of("Bearer abc"))) {
      Answer answer = token(header, "");
      assertEquals(401, answer.status());
      assertEquals("Basic realm=\"sandbox\"", answer.headers().get("WWW-Authenticate"));
    }
  }

  @Test
  void noCredentialsAreInvalidClient() {
    assertEquals("invalid_client", token(Optional.empty(), "").outcome());
    assertEquals("invalid_client", token(Optional.empty(), "&client_id=c").outcome());
  }

  @Test
  void bothWaysAtOnceAreInvalidRequest() {
    Answer answer = token(basic("c", "s"), "&client_id=c&client_secret=s");
    assertEquals(400, answer.status());
    assertEquals("invalid_request", answer.outcome());
  }

  @Test
  void clientIdInTheBodyMustBeTheHeadersOwn() {
    assertEquals("granted", token(basic("c", "s"), "&client_id=c").outcome());
    assertEquals("invalid_request", token(basic("c", "s"), "&client_id=d").outcome());
  }

  @Test
  void headerHalvesAreFormEncoded() {
    assertEquals("granted", token(basic(ODD_ID, ODD_SECRET), "").outcome());
  }

  @Test
  void clientKeepsToItsMethod() {
    provider.register(Client.of("c", "s").withAuthMethod(AuthMethod.CLIENT_SECRET_BASIC));
    assertEquals("granted", token(basic("c", "s"), "").outcome());
    assertEquals(
        "invalid_client", token(Optional.empty(), "&client_id=c&client_secret=s").outcome());
    provider.register(Client.of("c", "s").withAuthMethod(AuthMethod.CLIENT_SECRET_POST));
    assertEquals("invalid_client", token(basic("c", "s"), "").outcome());
    assertEquals("granted", token(Optional.empty(), "&client_id=c&client_secret=s").outcome());
  }

  @Test
  void repeatedParameterIsInvalidRequest() {
    assertEquals("invalid_request", token(basic("c", "s"), "&" + grant).outcome());
    assertEquals("granted", token(basic("c", "s"), "&resource=a&resource=b").outcome());
  }

  @Test
  void missingAndUnknownGrantsDiffer() {
    assertEquals("invalid_request", bare("").outcome());
    assertEquals("unsupported_grant_type", bare("grant_type=password").outcome());
    assertEquals("invalid_request", bare("grant_type=x-token").outcome());
    assertEquals("invalid_request", bare("grant_type=%zz").outcome());
  }

  @Test
  void bodyMustBeAForm() {
    Call json =
        new Call(
            Endpoint.TOKEN, TestCalls.URI, basic("c", "s"), Form.parse("application/json", grant));
    assertEquals("invalid_request", provider.answer(json).outcome());
  }

  @Test
  void countersNameOnlyKnownClients() {
    token(Optional.empty(), "&client_id=stranger&client_secret=s");
    token(Optional.empty(), "&client_id=c&client_secret=wrong");
    Counts counts = provider.counts();
    assertEquals(1, counts.of(key -> key.clientId().isEmpty()).refused());
    assertEquals(1, counts.of(key -> key.clientId().equals("c")).refused());
  }

  private Answer token(Optional<String> authorization, String more) {
    return provider.answer(TestCalls.of(Endpoint.TOKEN, authorization, grant + more));
  }

  private Answer bare(String body) {
    return provider.answer(TestCalls.of(Endpoint.TOKEN, basic("c", "s"), body));
  }
}
