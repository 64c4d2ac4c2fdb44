package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.token.SecretText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What each grant sends besides the client's credential, and what it uses up. */
class GrantTest {
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

  @Test
  void xTokenIsSentAsAnAccessToken() {
    assertEquals("grant_type=x-token&access_token=m", form("grant", "x-token"));
  }

  @Test
  void refreshTokenIsSentAsOne() {
    assertEquals("grant_type=refresh_token&refresh_token=m", form("grant", "refresh_token"));
  }

  @Test
  void subjectTokenIsAnAccessTokenUnlessSaidOtherwise() {
    assertEquals(
        "grant_type="
            + EXCHANGE
            + "&subject_token=m"
            + "&subject_token_type=urn:ietf:params:oauth:token-type:access_token",
        form("grant", "token-exchange"));
  }

  @Test
  void exchangeNamesItsAudienceAndEachResource() {
    assertEquals(
        "grant_type="
            + EXCHANGE
            + "&subject_token=m&subject_token_type=urn:x&audience=a&resource=r1&resource=r2",
        form(
            "grant",
            "token-exchange",
            "subjectTokenType",
            "urn:x",
            "tokenAudience",
            "a",
            "resource",
            List.of("r1", "r2")));
  }

  @Test
  void onlyARefreshTokenIsTheWholeAccounts() {
    assertTrue(GrantType.REFRESH_TOKEN.grant().claimsWholeAccount());
    assertTrue(GrantType.REFRESH_TOKEN.grant().rotatesByDefault());
    for (GrantType other :
        new GrantType[] {GrantType.X_TOKEN, GrantType.TOKEN_EXCHANGE, GrantType.STATIC}) {
      assertFalse(other.grant().claimsWholeAccount());
      assertFalse(other.grant().rotatesByDefault());
    }
  }

  @Test
  void staticMasterTokenIsTheClientTokenAndAsksNobody() {
    SecretText key = SecretText.of("key");
    Route route = TestRoutes.asking("s");
    var request = new TokenRequest(route, key, false, 0, null);

    for (GrantType other :
        new GrantType[] {GrantType.X_TOKEN, GrantType.REFRESH_TOKEN, GrantType.TOKEN_EXCHANGE}) {
      assertEquals(Optional.empty(), other.grant().withoutCall(request));
    }
    assertEquals(
        Optional.of(new Outcome.Granted(key, null, null, null, null)),
        GrantType.STATIC.grant().withoutCall(request));
  }

  @Test
  void formIsEncoded() {
    assertEquals(
        "a+b=%26%3D", new Form().add("a b", "&=").add("left-out", null).encoded().toString());
  }

  private static String form(Object... settings) {
    EnvironmentSettings all = TestSettings.with(settings);
    Form form = new Form();
    all.grantType().grant().fill(form, SecretText.of("m"), all);
    return form.parameters().stream()
        .map(p -> p.getKey() + "=" + p.getValue())
        .collect(Collectors.joining("&"));
  }
}
