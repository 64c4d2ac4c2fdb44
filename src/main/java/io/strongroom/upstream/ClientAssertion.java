package io.strongroom.upstream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.Payload;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.util.Date;
import java.util.UUID;

/**
 * What a client proves itself by with {@code private_key_jwt} (RFC 7523, section 3; OpenID Connect
 * Core, section 9): a JWT of its own, good for one call.
 *
 * <p>Its only audience is the URL that it is sent to. An assertion for the token endpoint that was
 * sent to another endpoint could be presented there by whoever got it; one for the very endpoint is
 * of no use elsewhere.
 */
final class ClientAssertion {
  static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** Longer than a call takes, and room for a provider's clock that is ahead. */
  private static final Duration LIFE = Duration.ofSeconds(60);

  private ClientAssertion() {}

  static String of(ClientCredential client) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(client.id())
            .subject(client.id())
            .audience(client.endpoint().uri().toString())
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(client.now()))
            .expirationTime(Date.from(client.now().plus(LIFE)))
            .build();
    try {
      return SigningKey.parse(client.secret()).sign(new Payload(claims.toJSONObject())).serialize();
    } catch (JOSEException e) {
      // The cause is left out: it may quote numbers of the key.
      throw new IllegalStateException("a client's key that was checked does not sign");
    }
  }
}
