package io.strongroom.seal;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** A known text, sealed: whoever opens it has the key that sealed it. */
final class KnownText {
  private static final byte[] TEXT = "strongroom".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DATA = "key_check".getBytes(StandardCharsets.UTF_8);

  private KnownText() {}

  static byte[] seal(Aead kek) {
    try {
      return kek.encrypt(TEXT, DATA);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing the key check failed", e);
    }
  }

  static boolean opens(Aead kek, byte[] value) {
    try {
      return Arrays.equals(kek.decrypt(value, DATA), TEXT);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
