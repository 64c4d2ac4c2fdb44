package io.strongroom.service;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.util.Map;

/** Private keys of clients, made once for all tests. */
public final class TestClientKeys {
  public static final RSAKey RSA = rsa(2_048);
  public static final JWK P256 = ec(Curve.P_256);
  public static final JWK P384 = ec(Curve.P_384);
  public static final OctetKeyPair ED25519 = ed25519();

  private TestClientKeys() {}

  /** The key as a member of a body. */
  public static Map<String, Object> body(JWK key) {
    return key.toJSONObject();
  }

  /** The public half as a provider is told it. */
  public static String publicText(JWK key) {
    return key.toPublicJWK().toJSONString();
  }

  public static RSAKey rsa(int bits) {
    try {
      return new RSAKeyGenerator(bits, true).keyID("rsa-" + bits).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public static JWK ec(Curve curve) {
    try {
      return new ECKeyGenerator(curve).keyID("ec-" + curve).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OctetKeyPair ed25519() {
    try {
      return new OctetKeyPairGenerator(Curve.Ed25519).keyID("ed").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
