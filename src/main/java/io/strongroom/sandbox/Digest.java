package io.strongroom.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The two hashes of the simulator, by the algorithms that every JDK must have. */
final class Digest {
  private static final int LOGGED_BYTES = 8;
  private static final int TAG_BYTES = 16;

  private Digest() {}

  /** Names a token in the log without telling it. */
  static String prefix(String token) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes(token));
      return HexFormat.of().formatHex(hash, 0, LOGGED_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A tag that only the holder of the key can make. */
  static String tag(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(bytes(text)), 0, TAG_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Compares secrets in constant time. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(bytes(one), bytes(other));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
