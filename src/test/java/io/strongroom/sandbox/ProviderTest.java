package io.strongroom.sandbox;

import static io.strongroom.sandbox.MasterToken.Kind.REFRESH_TOKEN;
import static io.strongroom.sandbox.MasterToken.Kind.X_TOKEN;
import static io.strongroom.sandbox.TestCalls.call;
import static io.strongroom.sandbox.TestCalls.refresh;
import static io.strongroom.sandbox.TestCalls.xToken;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The simulated provider without a wire, its clock moved by hand. */
class ProviderTest extends ProviderFixture {
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
}
