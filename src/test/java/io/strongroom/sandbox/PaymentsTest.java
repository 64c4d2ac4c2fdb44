package io.strongroom.sandbox;

import static io.strongroom.sandbox.TestCalls.refresh;
import static io.strongroom.sandbox.TestCalls.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Users whose tokens cost a payment authorization each. */
class PaymentsTest extends ProviderFixture {

  @Test
  void otherUsersAndOtherClientsPayNothing() {
    String master = enter(MasterToken.Kind.X_TOKEN);
    provider.requirePayment("somebody", Optional.empty());
    provider.requirePayment("u", Optional.of("another"));

    assertEquals("granted", provider.answer(TestCalls.xToken(master)).outcome());
  }

  @Test
  void tokenNeedsAConfirmedContextOfItsOwn() {
    String master = enter(MasterToken.Kind.X_TOKEN);
    provider.requirePayment("u", Optional.of("c"));

    String context = asked(TestCalls.xToken(master));
    String second = asked(paid(master, context));
    assertFalse(provider.confirmPayment("unknown"));
    assertTrue(provider.confirmPayment(second));

    assertEquals("granted", provider.answer(paid(master, second)).outcome());
    var used = asked(paid(master, second));
    provider.requireNoPayment("u");
    assertEquals("granted", provider.answer(TestCalls.xToken(master)).outcome());
  }

  @Test
  void askingUsesNoRefreshTokenUp() {
    String master = enter(MasterToken.Kind.REFRESH_TOKEN);
    provider.requirePayment("u", Optional.empty());
    var first = asked(refresh(master));
    var second = asked(refresh(master));

    provider.requireNoPayment("u");

    assertEquals("granted", provider.answer(refresh(master)).outcome());
    assertEquals(0, provider.counts().reuseDetections());
  }

  private String asked(Call call) {
    Answer answer = provider.answer(call);
    assertEquals(403, answer.status());
    assertEquals("payment_auth_required", answer.outcome());
    assertTrue(answer.token("payment_auth_url").startsWith("https://"));
    return answer.token("payment_auth_context_id");
  }

  private static Call paid(String master, String context) {
    return token(
        "grant_type", "x-token", "access_token", master, "payment_auth_context_id", context);
  }
}
