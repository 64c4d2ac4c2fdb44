package io.strongroom.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The simulator's memory is bounded, and what does not fit is refused, folded or forgotten. */
class LimitsTest {
  @Test
  void userBeyondTheLimitIsRefusedAndKnownOnesAreNot() {
    Authorizations full = new Authorizations(new Random(7));
    for (int i = 0; i < Authorizations.USERS_MAX; i++) {
      full.enter(MasterToken.of(MasterToken.Kind.X_TOKEN, "u" + i));
    }
    MasterToken stranger = MasterToken.of(MasterToken.Kind.X_TOKEN, "stranger");
    assertThrows(LimitReached.class, () -> full.enter(stranger));
    String again = full.enter(MasterToken.of(MasterToken.Kind.X_TOKEN, "u0"));
    assertTrue(full.xToken(again).isPresent());
  }

  @Test
  void clientBeyondTheLimitIsRefusedAndKnownOnesAreReplaced() {
    Provider full = new Provider(new HandClock(), new Random(7));
    for (int i = 0; i < Provider.CLIENTS_MAX; i++) {
      full.register(Client.of("c" + i, "s"));
    }
    Client stranger = Client.of("stranger", "s");
    assertThrows(LimitReached.class, () -> full.register(stranger));
    full.register(Client.of("c0", "other"));
  }

  @Test
  void oldestAccessTokenIsForgottenFirst() {
    AccessTokens tokens = new AccessTokens(new Random(7));
    XToken master = new XToken("u", Optional.empty());
    Client client = Client.of("c", "s");
    String first = tokens.give(master, client, "", Instant.EPOCH).value();
    String second = tokens.give(master, client, "", Instant.EPOCH).value();
    for (int i = 1; i < AccessTokens.TOKENS_MAX; i++) {
      tokens.give(master, client, "", Instant.EPOCH);
    }
    assertTrue(tokens.find(first).isEmpty());
    assertTrue(tokens.find(second).isPresent());
  }

  @Test
  void countersBeyondTheLimitAreFoldedAndLoseNothing() {
    Counters counters = new Counters();
    for (int i = 0; i < Counters.ROWS_MAX + 3; i++) {
      counters.add(new CallKey(Endpoint.TOKEN, "x-token", "c", "u" + i), Count.RECEIVED);
    }
    counters.add(new CallKey(Endpoint.TOKEN, "x-token", "c", "u0"), Count.RECEIVED);
    Counts counts = counters.snapshot();
    assertEquals(3, counts.of(Endpoint.TOKEN, "*").received());
    assertEquals(2, counts.of(Endpoint.TOKEN, "u0").received());
    assertEquals(Counters.ROWS_MAX + 4, counts.total().received());
  }
}
