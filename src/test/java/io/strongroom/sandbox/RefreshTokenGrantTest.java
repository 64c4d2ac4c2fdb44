package io.strongroom.sandbox;

import static io.strongroom.sandbox.MasterToken.Kind.REFRESH_TOKEN;
import static io.strongroom.sandbox.TestCalls.refresh;
import static io.strongroom.sandbox.TestCalls.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rotation, reuse and grace, the clock moved by hand. */
class RefreshTokenGrantTest extends ProviderFixture {
  private static final Duration GRACE = Duration.ofSeconds(10);

  @Test
  void anotherClientsMasterTokenIsRefusedAndLivesOn() {
    provider.register(Client.of("other", "s"));
    String first = provider.enter(MasterToken.of(REFRESH_TOKEN, "u").withClient("other"));
    assertEquals("invalid_grant", error(refresh(first)));
    assertEquals(0, provider.counts().familiesKilled());

    provider.register(Client.of("c", "s"));
    String own = provider.enter(MasterToken.of(REFRESH_TOKEN, "u").withClient("c"));
    granted(refresh(own));
  }

  @Test
  void givenValueIsTheMasterToken() {
    assertEquals("mine", provider.enter(MasterToken.of(REFRESH_TOKEN, "u").withValue("mine")));
    String next = granted(refresh("mine")).token("refresh_token");
    granted(refresh(next));
    assertEquals("invalid_grant", error(refresh("mine")));
  }

  @Test
  void enteredAgainTheSameValueStartsAfresh() {
    MasterToken mine = MasterToken.of(REFRESH_TOKEN, "u").withValue("mine");
    provider.enter(mine);
    String replaced = granted(refresh("mine")).token("refresh_token");
    provider.enter(mine);
    granted(refresh("mine"));
    assertEquals("invalid_grant", error(refresh(replaced)));
  }

  @Test
  void eachRefreshReplacesTheRefreshToken() {
    String first = enter(REFRESH_TOKEN);
    String second = granted(refresh(first)).token("refresh_token");
    String third = granted(refresh(second)).token("refresh_token");
    assertNotEquals(first, second);
    assertNotEquals(second, third);
  }

  @Test
  void reuseKillsTheWholeFamily() {
    String first = enter(REFRESH_TOKEN);
    Answer answer = granted(refresh(first));
    String second = answer.token("refresh_token");
    assertTrue(active(answer.token("access_token")));

    assertEquals("invalid_grant", error(refresh(first)));
    assertEquals("invalid_grant", error(refresh(second)));
    assertFalse(active(answer.token("access_token")));
    assertFalse(active(second));
    assertEquals(1, provider.counts().reuseDetections());
    assertEquals(1, provider.counts().familiesKilled());
  }

  @Test
  void reuseIsCountedAgainOnADeadFamilyButKillsOnce() {
    String first = enter(REFRESH_TOKEN);
    granted(refresh(first));
    error(refresh(first));
    error(refresh(first));
    assertEquals(2, provider.counts().reuseDetections());
    assertEquals(1, provider.counts().familiesKilled());
  }

  @Test
  void reuseOfOneFamilySparesAnother() {
    String first = enter(REFRESH_TOKEN);
    String neighbour = provider.enter(MasterToken.of(REFRESH_TOKEN, "neighbour"));
    granted(refresh(first));
    error(refresh(first));
    granted(refresh(neighbour));
  }

  @Test
  void insideTheGraceThePreviousTokenYieldsTheCurrentOneAgain() {
    provider.register(CLIENT.withRotation(true, GRACE));
    String first = enter(REFRESH_TOKEN);
    String second = granted(refresh(first)).token("refresh_token");
    clock.pass(GRACE.minusMillis(1));
    assertEquals(second, granted(refresh(first)).token("refresh_token"));
    assertNotEquals(second, granted(refresh(second)).token("refresh_token"));
  }

  @Test
  void atTheEndOfTheGraceThePreviousTokenIsReuse() {
    provider.register(CLIENT.withRotation(true, GRACE));
    String first = enter(REFRESH_TOKEN);
    String second = granted(refresh(first)).token("refresh_token");
    clock.pass(GRACE);
    assertEquals("invalid_grant", error(refresh(first)));
    assertEquals("invalid_grant", error(refresh(second)));
  }

  @Test
  void repeatedCallsDoNotExtendTheGrace() {
    provider.register(CLIENT.withRotation(true, GRACE));
    String first = enter(REFRESH_TOKEN);
    granted(refresh(first));
    clock.pass(GRACE.dividedBy(2));
    granted(refresh(first));
    clock.pass(GRACE.dividedBy(2));
    assertEquals("invalid_grant", error(refresh(first)));
  }

  @Test
  void graceCoversOnlyTheImmediatelyPreviousToken() {
    provider.register(CLIENT.withRotation(true, GRACE));
    String first = enter(REFRESH_TOKEN);
    String second = granted(refresh(first)).token("refresh_token");
    granted(refresh(second));
    assertEquals("invalid_grant", error(refresh(first)));
    assertEquals(1, provider.counts().familiesKilled());
  }

  @Test
  void familyMayDifferFromItsClient() {
    MasterToken master = MasterToken.of(REFRESH_TOKEN, "u").withRotation(false, Duration.ZERO);
    String fixed = provider.enter(master);
    granted(refresh(fixed));
    granted(refresh(fixed));
  }

  @Test
  void withoutRotationTheAnswerLeavesTheRefreshTokenOut() {
    provider.register(CLIENT.withRotation(false, Duration.ZERO));
    String master = enter(REFRESH_TOKEN);
    assertNull(granted(refresh(master)).members().get("refresh_token"));
    granted(refresh(master));
  }

  @Test
  void tooMuchScopeIsRefusedAndRotatesNothing() {
    provider.register(CLIENT.withScope("read write"));
    String first = enter(REFRESH_TOKEN);
    Call tooMuch =
        token("grant_type", "refresh_token", "refresh_token", first, "scope", "read admin");
    assertEquals("invalid_scope", error(tooMuch));
    Call less = token("grant_type", "refresh_token", "refresh_token", first, "scope", "read");
    assertEquals("read", granted(less).members().get("scope"));
  }
}
