package io.strongroom.sandbox;

import static io.strongroom.sandbox.TestCalls.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;

/** A provider with one client "c", and the questions that its tests ask. */
abstract class ProviderFixture {
  static final Client CLIENT = Client.of("c", "s");

  final HandClock clock = new HandClock();
  final Provider provider = new Provider(clock, new Random(7));

  @BeforeEach
  void register() {
    provider.register(CLIENT);
  }

  String enter(MasterToken.Kind kind) {
    return provider.enter(MasterToken.of(kind, "u"));
  }

  Answer granted(Call call) {
    Answer answer = provider.answer(call);
    assertEquals("granted", answer.outcome());
    return answer;
  }

  String error(Call call) {
    Answer answer = provider.answer(call);
    assertTrue(answer.status() >= 400, answer.toString());
    return answer.outcome();
  }

  boolean active(String token) {
    return Boolean.TRUE.equals(
        provider.answer(call(Endpoint.INTROSPECT, "token", token)).members().get("active"));
  }
}
