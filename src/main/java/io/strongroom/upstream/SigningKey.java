package io.strongroom.upstream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.strongroom.token.InvalidValue;
import io.strongroom.token.SecretText;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A private key that signs for a client, and the algorithm it signs by (RFC 7518, section 3.1).
 *
 * <p>What is wrong with a key is said by naming the rule; nothing of the key is ever quoted.
 */
final class SigningKey {
  private static final int LEAST_RSA_BITS = 2_048;

  /** One signature of a longer one would hold an event loop for more than a few milliseconds. */
  private static final int MOST_RSA_BITS = 4_096;

  /** Longer ones are in no key that anybody makes, and would only cost time. */
  private static final int MOST_EXPONENT_BITS = 64;

  private static final List<JWSAlgorithm> OF_RSA =
      List.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512);

  /** For each curve what may be signed by; the first is the default. */
  private static final Map<Curve, List<JWSAlgorithm>> OF_CURVE =
      Map.of(
          Curve.P_256, List.of(JWSAlgorithm.ES256),
          Curve.P_384, List.of(JWSAlgorithm.ES384),
          Curve.Ed25519, List.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519));

  private final JWK key;
  private final JWSAlgorithm algorithm;

  private SigningKey(JWK key) {
    this.key = key;
    this.algorithm = algorithm(key);
  }

  /**
   * @throws InvalidValue naming the rule that the key breaks
   */
  static SigningKey parse(SecretText jwk) {
    JWK key = read(jwk);
    require(!(key instanceof OctetSequenceKey), "must not be a symmetric key");
    require(
        key instanceof RSAKey rsa ? rsa.getPrivateExponent() != null : key.isPrivate(),
        "must have its private part");
    requireStrong(key);
    require(
        key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE),
        "must be for signatures");
    require(
        key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.SIGN),
        "must be for signatures");
    return new SigningKey(key);
  }

  /** Refuses a key whose private part does not belong to its public one. */
  void requireOnePair() {
    require(isOnePair(), "must have a private part that fits its public one");
  }

  private boolean isOnePair() {
    try {
      return sign(new Payload("probe")).verify(verifier());
    } catch (JOSEException | RuntimeException e) {
      // What the library says may quote numbers of the key.
      return false;
    }
  }

  /** Signs with the key's id in the header, by which the provider finds the public one. */
  JWSObject sign(Payload payload) throws JOSEException {
    JWSHeader header = new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build();
    JWSObject signed = new JWSObject(header, payload);
    signed.sign(signer());
    return signed;
  }

  private static JWK read(SecretText jwk) {
    try {
      return JWK.parse(jwk.reveal());
    } catch (ParseException | RuntimeException e) {
      throw new InvalidValue(PrivateKeyJwk.MEMBER, "must be a JSON Web Key (RFC 7517)");
    }
  }

  private static void requireStrong(JWK key) {
    if (key instanceof RSAKey rsa) {
      requireBounded(rsa);
    } else if (key instanceof ECKey ec) {
      require(OF_CURVE.containsKey(ec.getCurve()), "must be on the curve P-256 or P-384");
    } else {
      require(
          key instanceof OctetKeyPair pair && OF_CURVE.containsKey(pair.getCurve()),
          "must be an RSA key, an EC key or an Ed25519 key");
    }
  }

  /** Before anything is reckoned with numbers that a caller chose. */
  private static void requireBounded(RSAKey rsa) {
    int bits = rsa.getModulus().decodeToBigInteger().bitLength();
    require(
        bits >= LEAST_RSA_BITS && bits <= MOST_RSA_BITS,
        "must have between " + LEAST_RSA_BITS + " and " + MOST_RSA_BITS + " bits");
    require(
        rsa.getPublicExponent().decodeToBigInteger().bitLength() <= MOST_EXPONENT_BITS,
        "must have a public exponent of at most " + MOST_EXPONENT_BITS + " bits");
    boolean bounded =
        Stream.of(
                rsa.getPrivateExponent(),
                rsa.getFirstPrimeFactor(),
                rsa.getSecondPrimeFactor(),
                rsa.getFirstFactorCRTExponent(),
                rsa.getSecondFactorCRTExponent(),
                rsa.getFirstCRTCoefficient())
            .filter(Objects::nonNull)
            .map(Base64URL::decodeToBigInteger)
            .allMatch(number -> number.bitLength() <= bits);
    require(
        bounded && rsa.getOtherPrimes().isEmpty(), "must have two primes and no number too many");
  }

  private static JWSAlgorithm algorithm(JWK key) {
    List<JWSAlgorithm> possible =
        key instanceof ECKey ec
            ? OF_CURVE.get(ec.getCurve())
            : key instanceof OctetKeyPair pair ? OF_CURVE.get(pair.getCurve()) : OF_RSA;
    List<JWSAlgorithm> fitting = Objects.requireNonNull(possible);
    if (key.getAlgorithm() == null) {
      return fitting.get(0);
    }
    JWSAlgorithm named = JWSAlgorithm.parse(key.getAlgorithm().getName());
    require(fitting.contains(named), "must have an alg that such a key can sign by");
    return named;
  }

  private JWSSigner signer() throws JOSEException {
    if (key instanceof RSAKey rsa) {
      return new RSASSASigner(rsa);
    }
    return key instanceof ECKey ec ? new ECDSASigner(ec) : new Ed25519Signer(key.toOctetKeyPair());
  }

  private JWSVerifier verifier() throws JOSEException {
    if (key instanceof RSAKey rsa) {
      return new RSASSAVerifier(rsa.toRSAPublicKey());
    }
    return key instanceof ECKey ec
        ? new ECDSAVerifier(ec.toPublicJWK())
        : new Ed25519Verifier(key.toOctetKeyPair().toPublicJWK());
  }

  private static void require(boolean holds, String rule) {
    InvalidValue.unless(holds, PrivateKeyJwk.MEMBER, rule);
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
