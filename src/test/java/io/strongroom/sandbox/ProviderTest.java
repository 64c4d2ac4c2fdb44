package io.strongroom.sandbox;

import static io.strongroom.sandbox.MasterToken.Kind.REFRESH_TOKEN;
import static io.strongroom.sandbox.MasterToken.Kind.X_TOKEN;
import static io.strongroom.sandbox.TestCalls.call;
import static io.strongroom.sandbox.TestCalls.refresh;
import static io.strongroom.sandbox.TestCalls.token;
import static io.strongroom.sandbox.TestCalls.xToken;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulated provider without a wire, its clock moved by hand. */
class ProviderTest {
  private static final Client CLIENT = Client.of("c", "s");
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final HandClock clock = new HandClock();
  private final Provider provider = new Provider(clock, new Random(7));

  @BeforeEach
  void register() {
    provider.register(CLIENT);
  }

  @Test
  void unknownMasterTokensAreInvalidGrants() {
    assertEquals("invalid_grant", error(xToken("nobody's")));
    assertEquals("invalid_grant", error(refresh("nobody's")));
    assertEquals("invalid_grant", error(refresh("rt_0123456789abcdef_0_forged")));
  }

  @Test
  void masterTokenOfOneKindDoesNotServeTheOther() {
    assertEquals("invalid_grant", error(refresh(enter(X_TOKEN))));
    assertEquals("invalid_grant", error(xToken(enter(REFRESH_TOKEN))));
  }

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
  void xTokenIsNotRotated() {
    String master = enter(X_TOKEN);
    Answer one = granted(xToken(master));
    Answer two = granted(xToken(master));
    assertNull(one.members().get("refresh_token"));
    assertNotEquals(one.token("access_token"), two.token("access_token"));
    assertEquals(3_600L, one.members().get("expires_in"));
    assertEquals("bearer", one.members().get("token_type"));
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
  void sameAccessTokenIsGivenWhileHalfItsLifeIsLeft() {
    provider.register(CLIENT.withAccessTokens(Duration.ofSeconds(100), ExpiresInForm.NUMBER, true));
    String master = enter(REFRESH_TOKEN);
    Answer one = granted(refresh(master));
    clock.pass(Duration.ofSeconds(50));
    Answer two = granted(refresh(one.token("refresh_token")));
    assertEquals(one.token("access_token"), two.token("access_token"));
    assertEquals(50L, two.members().get("expires_in"));
    clock.pass(Duration.ofSeconds(1));
    Answer three = granted(refresh(two.token("refresh_token")));
    assertNotEquals(one.token("access_token"), three.token("access_token"));
    assertEquals(100L, three.members().get("expires_in"));
  }

  @Test
  void revokedAccessTokenIsNotGivenAgain() {
    provider.register(CLIENT.withAccessTokens(Duration.ofHours(1), ExpiresInForm.NUMBER, true));
    String master = enter(X_TOKEN);
    String one = granted(xToken(master)).token("access_token");
    granted(call(Endpoint.REVOKE_TOKEN, "access_token", one));
    assertNotEquals(one, granted(xToken(master)).token("access_token"));
  }

  @Test
  void expiresInMayBeTextOrAbsent() {
    String master = enter(X_TOKEN);
    provider.register(CLIENT.withAccessTokens(Duration.ofDays(365), ExpiresInForm.STRING, false));
    assertEquals("31536000", granted(xToken(master)).members().get("expires_in"));
    provider.register(CLIENT.withAccessTokens(Duration.ofDays(365), ExpiresInForm.ABSENT, false));
    assertNull(granted(xToken(master)).members().get("expires_in"));
  }

  @Test
  void accessTokenIsInactiveFromItsExpiry() {
    String access = granted(xToken(enter(X_TOKEN))).token("access_token");
    clock.pass(Duration.ofHours(1).minusMillis(1));
    assertTrue(active(access));
    clock.pass(Duration.ofMillis(1));
    assertFalse(active(access));
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

  @Test
  void revokedUserIsRefusedEverywhere() {
    String refresh = enter(REFRESH_TOKEN);
    String x = enter(X_TOKEN);
    String access = granted(xToken(x)).token("access_token");
    assertEquals(2, provider.revokeUser("u"));
    assertEquals(0, provider.revokeUser("u"));
    assertEquals("invalid_grant", error(refresh(refresh)));
    assertEquals("invalid_grant", error(xToken(x)));
    assertFalse(active(access));
    assertEquals(0, provider.counts().familiesKilled());
  }

  @Test
  void revokingAnAccessTokenSparesItsMaster() {
    Answer answer = granted(refresh(enter(REFRESH_TOKEN)));
    granted(call(Endpoint.REVOKE, "token", answer.token("access_token")));
    assertFalse(active(answer.token("access_token")));
    granted(refresh(answer.token("refresh_token")));
  }

  @Test
  void revokingARefreshTokenEndsItsFamily() {
    Answer answer = granted(refresh(enter(REFRESH_TOKEN)));
    granted(call(Endpoint.REVOKE, "token", answer.token("refresh_token")));
    assertFalse(active(answer.token("access_token")));
    assertEquals("invalid_grant", error(refresh(answer.token("refresh_token"))));
  }

  @Test
  void revokingAnotherClientsTokenDoesNothing() {
    provider.register(Client.of("other", "s"));
    String access = granted(xToken(enter(X_TOKEN))).token("access_token");
    String body = "client_id=other&client_secret=s&token=" + access;
    Answer answer = provider.answer(TestCalls.of(Endpoint.REVOKE, Optional.empty(), body));
    assertEquals(200, answer.status());
    assertTrue(active(access));
  }

  @Test
  void deviceRevocationIsRefusedToClientsMarkedSo() {
    provider.register(CLIENT.withRevocable(false));
    assertEquals(
        "unsupported_token_type", error(call(Endpoint.REVOKE_TOKEN, "access_token", "any")));
  }

  @Test
  void introspectionTellsWhoseAndForHowLong() {
    String access = granted(xToken(enter(X_TOKEN))).token("access_token");
    Answer answer = granted(call(Endpoint.INTROSPECT, "token", access));
    assertEquals("u", answer.members().get("sub"));
    assertEquals("c", answer.members().get("client_id"));
    assertEquals(clock.instant().plusSeconds(3_600).getEpochSecond(), answer.members().get("exp"));
    assertEquals(
        Map.of("active", false),
        provider.answer(call(Endpoint.INTROSPECT, "token", "?")).members());
  }

  @Test
  void logTellsCallsInOrderAndNoToken() {
    String first = enter(REFRESH_TOKEN);
    String second = granted(refresh(first)).token("refresh_token");
    error(refresh(first));
    LoggedCall granted = provider.log().get(0);
    LoggedCall refused = provider.log().get(1);
    assertEquals(1, granted.sequence());
    assertEquals("granted", granted.outcome());
    assertEquals(new CallKey(Endpoint.TOKEN, "refresh_token", "c", "u"), granted.key());
    assertEquals("invalid_grant", refused.outcome());
    assertEquals(granted.presented(), refused.presented());
    assertFalse(provider.log().toString().contains(first));
    assertFalse(provider.log().toString().contains(second));
  }

  @Test
  void logKeepsTheLastThousand() {
    for (int i = 0; i < CallLog.LINES_MAX + 5; i++) {
      error(xToken("nobody's"));
    }
    assertEquals(CallLog.LINES_MAX, provider.log().size());
    assertEquals(6, provider.log().get(0).sequence());
    assertEquals(CallLog.LINES_MAX + 5, provider.counts().total().refused());
  }

  @Test
  void resetForgetsEverything() {
    String master = enter(X_TOKEN);
    granted(xToken(master));
    provider.reset();
    assertEquals(Count.NONE, provider.counts().total());
    assertTrue(provider.log().isEmpty());
    assertEquals("invalid_client", error(xToken(master)));
    provider.register(CLIENT);
    assertEquals("invalid_grant", error(xToken(master)));
  }

  private String enter(MasterToken.Kind kind) {
    return provider.enter(MasterToken.of(kind, "u"));
  }

  private Answer granted(Call call) {
    Answer answer = provider.answer(call);
    assertEquals("granted", answer.outcome());
    return answer;
  }

  private String error(Call call) {
    Answer answer = provider.answer(call);
    assertTrue(answer.status() >= 400, answer.toString());
    return answer.outcome();
  }

  private boolean active(String token) {
    return Boolean.TRUE.equals(
        provider.answer(call(Endpoint.INTROSPECT, "token", token)).members().get("active"));
  }
}
