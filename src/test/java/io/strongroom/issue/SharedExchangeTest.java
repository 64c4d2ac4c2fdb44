package io.strongroom.issue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.TestProfile;
import io.strongroom.sandbox.Fault;
import io.strongroom.sandbox.FaultKind;
import io.strongroom.service.Crowd;
import io.strongroom.service.Entrusted;
import io.strongroom.service.ServiceProfile;
import io.strongroom.service.ServiceTest;
import io.strongroom.service.Simulator;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers of one slot who come together cost one exchange. */
@ServiceTest
@TestProfile(ServiceProfile.class)
class SharedExchangeTest {
  private static final int CALLERS = 64;
  private static final Fault SLOW = Fault.of(FaultKind.SLOW_REPLY).delayed(Duration.ofMillis(300));

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callersOfAColdSlotShareOneExchange(boolean rotating) {
    Entrusted user = rotating ? Entrusted.refreshToken() : Entrusted.xToken();
    user.spoil(SLOW);

    List<JsonObject> answers = Crowd.of(CALLERS).each(user::issued);

    assertEquals(CALLERS, answers.size());
    assertEquals(1, distinct(answers, "token"));
    assertEquals(1, distinct(answers, "generation"));
    assertEquals(1, user.calls());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callersWhoDistrustOneGenerationShareOneExchange(boolean rotating) {
    Entrusted user = rotating ? Entrusted.refreshToken() : Entrusted.xToken();
    user.issued();
    user.spoil(SLOW);

    List<JsonObject> answers = Crowd.of(CALLERS).each(() -> user.issued("newerThanGeneration", 1));

    assertEquals(CALLERS, answers.size());
    assertEquals(1, distinct(answers, "token"));
    assertEquals(List.of(2L), generations(answers));
    assertEquals(2, user.calls());
  }

  @Test
  void callersWhoseExchangeFailsGetTheSameErrorAndDoNotAskInTurn() {
    Entrusted user = Entrusted.xToken();
    user.spoil(Fault.error(400, "invalid_client").delayed(Duration.ofMillis(300)));

    List<String> codes = Crowd.of(CALLERS).each(() -> user.issue().path("code"));

    assertEquals(List.of("upstream-configuration"), codes.stream().distinct().toList());
    assertEquals(1, user.calls());
  }

  @Test
  void refusalOfASharedExchangeIsToldToAll() {
    Entrusted user = Entrusted.refreshToken();
    Simulator.signOut(user.uid());

    List<String> codes = Crowd.of(CALLERS).each(() -> user.issue().path("code"));

    assertEquals(List.of("account-not-authorized"), codes.stream().distinct().toList());
    assertEquals(1, user.calls());
  }

  private static long distinct(List<JsonObject> answers, String member) {
    return answers.stream().map(it -> it.getString(member)).distinct().count();
  }

  private static List<Long> generations(List<JsonObject> answers) {
    return List.copyOf(
        answers.stream().map(it -> it.getLong("generation")).collect(Collectors.toSet()));
  }
}
