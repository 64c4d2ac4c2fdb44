package io.strongroom.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.strongroom.service.TestClientKeys;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 7523 section 3, rule by rule: what the simulator does not take for a proof. */
class ClientAssertionCheckTest extends ProviderFixture {
  private static final JWK KEY = TestClientKeys.P256;

  private String master;

  @BeforeEach
  void registerKey() {
    provider.register(
        Client.of("k", TestClientKeys.publicText(KEY)).withAuthMethod(AuthMethod.PRIVATE_KEY_JWT));
    master = enter(MasterToken.Kind.X_TOKEN);
  }

  @Test
  void claimsThatBreakARuleProveNothing() throws Exception {
    List<UnaryOperator<JWTClaimsSet.Builder>> broken =
        List.of(
            claims -> claims.issuer("c"),
            claims -> claims.subject("c"),
            claims -> claims.audience("https://idp.example.test"),
            claims -> claims.audience(List.of(TestCalls.URI, "https://other.example")),
            claims -> claims.audience((String) null),
            claims -> claims.expirationTime(Date.from(clock.instant())),
            claims -> claims.expirationTime(Date.from(clock.instant().plusSeconds(301))),
            claims -> claims.expirationTime(null),
            claims -> claims.issueTime(null),
            claims -> claims.issueTime(Date.from(clock.instant().plusSeconds(60))),
            claims -> claims.jwtID(null));
    for (UnaryOperator<JWTClaimsSet.Builder> change : broken) {
      assertEquals("invalid_client", outcome(signed(KEY, change.apply(good()))));
    }
    assertEquals("granted", outcome(signed(KEY, good())));
  }

  @Test
  void anotherKeyProvesNothing() throws Exception {
    JWK other = TestClientKeys.ec(Curve.P_256);

    assertEquals("invalid_client", outcome(signed(other, good())));
  }

  @Test
  void assertionIsTakenOnce() throws Exception {
    String assertion = signed(KEY, good());

    assertEquals("granted", outcome(assertion));
    assertEquals("invalid_client", outcome(assertion));
  }

  @Test
  void assertionIsNoMoreThanItsTime() throws Exception {
    String assertion = signed(KEY, good());
    clock.pass(Duration.ofSeconds(61));

    assertEquals("invalid_client", outcome(assertion));
  }

  @Test
  void keyIsNoPasswordAndAPasswordNoKey() throws Exception {
    provider.register(Client.of("k", TestClientKeys.publicText(KEY)));

    assertEquals("invalid_client", outcome(signed(KEY, good())));
  }

  @Test
  void twoWaysAtOnceAreInvalidRequest() throws Exception {
    assertEquals("invalid_request", outcome(signed(KEY, good()) + "&client_secret=s"));
  }

  private JWTClaimsSet.Builder good() {
    return new JWTClaimsSet.Builder()
        .issuer("k")
        .subject("k")
        .audience(TestCalls.URI)
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(clock.instant()))
        .expirationTime(Date.from(clock.instant().plusSeconds(60)));
  }

  private static String signed(JWK key, JWTClaimsSet.Builder claims) throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
            claims.build());
    jwt.sign(new ECDSASigner(key.toECKey()));
    return jwt.serialize();
  }

  private String outcome(String assertion) {
    String body =
        "grant_type=x-token&access_token="
            + master
            + "&client_assertion_type="
            + ClientAssertion.TYPE
            + "&client_assertion="
            + assertion;
    return provider.answer(TestCalls.of(Endpoint.TOKEN, Optional.empty(), body)).outcome();
  }
}
