package io.strongroom.audit;

import io.restassured.path.json.JsonPath;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;

/** What a caller who has kept a head can check without the service, by the reference page alone. */
final class KeptHead {
  private KeptHead() {}

  static boolean isSigned(JsonPath head) throws GeneralSecurityException {
    String text =
        "strongroom audit head v1\n"
            + head.getString("tenantId")
            + "\n"
            + head.getString("head")
            + "\n"
            + head.getLong("sealedMicros");
    Signature ed25519 = Signature.getInstance("Ed25519");
    ed25519.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point(head))));
    ed25519.update(text.getBytes(StandardCharsets.UTF_8));
    return ed25519.verify(Base64.getDecoder().decode(head.getString("signature")));
  }

  /** RFC 8032, section 5.1.2: little-endian, and the highest bit is the sign of x. */
  private static EdECPoint point(JsonPath head) {
    byte[] key = Base64.getDecoder().decode(head.getString("publicKey"));
    byte[] bigEndian = new byte[key.length];
    for (int i = 0; i < key.length; i++) {
      bigEndian[i] = key[key.length - 1 - i];
    }
    boolean odd = (bigEndian[0] & 0x80) != 0;
    bigEndian[0] &= 0x7f;
    return new EdECPoint(odd, new BigInteger(1, bigEndian));
  }
}
