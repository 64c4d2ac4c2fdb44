package io.strongroom.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code /v2/auth/token} as an upstream: whom it knows, and how often it can be asked. */
class AuthTokenTest extends ProviderFixture {

  @Test
  void unknownMissingAndRevokedKeysAre401() {
    String key = enter(MasterToken.Kind.API_KEY);
    provider.revokeUser("u");

    for (Optional<String> sent :
        List.of(Optional.<String>empty(), Optional.of("other"), Optional.of(key))) {
      Answer answer = provider.answer(TestCalls.authToken(sent));
      assertEquals(401, answer.status());
      assertEquals("ERROR", answer.members().get("status"));
    }
  }

  @Test
  void keyIsToldWithItsScopes() {
    Answer answer = ask(enter(MasterToken.Kind.API_KEY));

    assertEquals(
        Map.of(
            "status",
            "OK",
            "result",
            Map.of(
                "apiKey",
                Map.of(
                    "name", "key of u", "authScopes", List.of("PRICING", "PROMOTION_READ_ONLY")))),
        answer.members());
  }

  @Test
  void hundredAnHourAndThen420UntilTheClocksNextHour() {
    String key = enter(MasterToken.Kind.API_KEY);
    for (int call = 1; call <= 100; call++) {
      assertEquals(200, ask(key).status(), "call " + call);
    }
    assertEquals(420, ask(key).status());

    clock.pass(Duration.ofHours(1));

    assertEquals(200, ask(key).status());
  }

  @Test
  void fifthAtOnceIs420() {
    String key = enter(MasterToken.Kind.API_KEY);
    List<Arrival> arrivals = new ArrayList<>();
    for (int call = 1; call <= 5; call++) {
      arrivals.add(provider.arrive(TestCalls.authToken(Optional.of(key))));
    }

    assertEquals(420, provider.decide(arrivals.get(0), Optional.empty()).status());
    assertEquals(200, provider.decide(arrivals.get(1), Optional.empty()).status());
  }

  private Answer ask(String key) {
    return provider.answer(TestCalls.authToken(Optional.of(key)));
  }
}
