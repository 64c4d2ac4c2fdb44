package io.strongroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.strongroom.service.TestClientKeys;
import io.strongroom.token.SecretText;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a client says of itself with {@code private_key_jwt}. */
class ClientAssertionTest {
  private static final Instant NOW = Instant.parse("2030-01-31T12:00:00Z");
  private static final ClientCredential CLIENT =
      new ClientCredential(
          "https://app.example",
          SecretText.of(TestClientKeys.P256.toJSONString()),
          TestRoutes.TOKEN_ENDPOINT,
          NOW);

  @Test
  void itIsByTheClientAboutItselfForTheUrlItIsSentToAndShort() throws Exception {
    JWTClaimsSet claims = assertion().getJWTClaimsSet();

    assertEquals("https://app.example", claims.getIssuer());
    assertEquals("https://app.example", claims.getSubject());
    assertEquals(List.of("https://idp.example.test/token"), claims.getAudience());
    assertEquals(Date.from(NOW), claims.getIssueTime());
    assertEquals(Date.from(NOW.plusSeconds(60)), claims.getExpirationTime());
  }

  @Test
  void audienceIsOneStringOnTheWire() throws Exception {
    assertEquals(
        "https://idp.example.test/token", assertion().getPayload().toJSONObject().get("aud"));
  }

  @Test
  void itIsSignedByTheClientsKey() throws Exception {
    SignedJWT assertion = assertion();

    assertFalse(assertion.verify(new ECDSAVerifier(TestClientKeys.ec(Curve.P_256).toECKey())));
    assertTrue(assertion.verify(new ECDSAVerifier(TestClientKeys.P256.toECKey())));
  }

  @Test
  void noTwoAreAlike() throws Exception {
    assertNotEquals(
        assertion().getJWTClaimsSet().getJWTID(), assertion().getJWTClaimsSet().getJWTID());
  }

  @Test
  void itTravelsInTheFormBesideTheClientsId() {
    Map<String, String> headers = new LinkedHashMap<>();
    Form form = new Form();

    AuthMethod.PRIVATE_KEY_JWT.apply(CLIENT, headers, form);

    assertEquals(Map.of(), headers);
    assertEquals(
        List.of("client_id", "client_assertion_type", "client_assertion"),
        form.parameters().stream().map(Map.Entry::getKey).toList());
    assertEquals(
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        form.parameters().get(1).getValue());
  }

  private static SignedJWT assertion() throws Exception {
    return SignedJWT.parse(ClientAssertion.of(CLIENT));
  }
}
