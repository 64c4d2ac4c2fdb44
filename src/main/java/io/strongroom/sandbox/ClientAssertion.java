package io.strongroom.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * RFC 7523 section 3, strictly: signed by the client's key, by the client and about itself, for the
 * very URL that was called and no other, short-lived, and never seen before. Guarded by the
 * provider's lock.
 */
final class ClientAssertion {
  static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** Ids remembered; the oldest is forgotten first, which lets it be used again. */
  static final int IDS_MAX = 100_000;

  private static final Duration LIFE_MAX = Duration.ofMinutes(5);
  private static final Duration SKEW = Duration.ofSeconds(5);

  private final Set<String> seen = new LinkedHashSet<>();

  /** Whom a call says to come from, by its assertion; nothing is proved by that. */
  static Optional<String> claimed(Call call) {
    return call.form()
        .get("client_assertion")
        .flatMap(ClientAssertion::parsed)
        .map(jwt -> String.valueOf(claims(jwt).getSubject()));
  }

  boolean proves(Client client, Call call, Instant now) {
    return call.form().get("client_assertion_type").filter(TYPE::equals).isPresent()
        && call.form()
            .get("client_assertion")
            .flatMap(ClientAssertion::parsed)
            .filter(jwt -> signedBy(client, jwt))
            .map(ClientAssertion::claims)
            .filter(claims -> isBy(client, claims))
            .filter(claims -> List.of(call.uri()).equals(claims.getAudience()))
            .filter(claims -> isTimely(claims, now))
            .filter(this::isNew)
            .isPresent();
  }

  private static boolean isBy(Client client, JWTClaimsSet claims) {
    return client.clientId().equals(claims.getIssuer())
        && client.clientId().equals(claims.getSubject());
  }

  private static boolean isTimely(JWTClaimsSet claims, Instant now) {
    Date issued = claims.getIssueTime();
    Date expires = claims.getExpirationTime();
    return issued != null
        && expires != null
        && !issued.toInstant().isAfter(now.plus(SKEW))
        && expires.toInstant().isAfter(now)
        && !expires.toInstant().isAfter(now.plus(LIFE_MAX));
  }

  private boolean isNew(JWTClaimsSet claims) {
    if (claims.getJWTID() == null || !seen.add(claims.getJWTID())) {
      return false;
    }
    if (seen.size() > IDS_MAX) {
      seen.remove(seen.iterator().next());
    }
    return true;
  }

  private static boolean signedBy(Client client, SignedJWT jwt) {
    try {
      JWK key = JWK.parse(client.clientSecret());
      return String.valueOf(key.getKeyID()).equals(String.valueOf(jwt.getHeader().getKeyID()))
          && jwt.verify(verifier(key));
    } catch (ParseException | JOSEException e) {
      return false;
    }
  }

  private static JWSVerifier verifier(JWK key) throws JOSEException {
    if (key instanceof RSAKey rsa) {
      return new RSASSAVerifier(rsa);
    }
    return key instanceof ECKey ec
        ? new ECDSAVerifier(ec)
        : new Ed25519Verifier(key.toOctetKeyPair());
  }

  private static Optional<SignedJWT> parsed(String assertion) {
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      return jwt.getJWTClaimsSet() == null ? Optional.empty() : Optional.of(jwt);
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  private static JWTClaimsSet claims(SignedJWT jwt) {
    try {
      return jwt.getJWTClaimsSet();
    } catch (ParseException e) {
      throw new IllegalStateException("claims that were read cannot be read again", e);
    }
  }
}
