package io.strongroom.seal;

import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.PublicKeyVerify;
import java.security.GeneralSecurityException;

/**
 * Signs for the service as a whole, by Ed25519: who has the public key can tell without the service
 * that something was said by it.
 */
public final class ServiceSigner {
  private final PublicKeySign sign;
  private final PublicKeyVerify verify;
  private final byte[] publicKey;

  ServiceSigner(PublicKeySign sign, PublicKeyVerify verify, byte[] publicKey) {
    this.sign = sign;
    this.verify = verify;
    this.publicKey = publicKey;
  }

  /** 64 bytes, RFC 8032. */
  public byte[] sign(byte[] text) {
    try {
      return sign.sign(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing failed", e);
    }
  }

  public boolean verifies(byte[] signature, byte[] text) {
    try {
      verify.verify(signature, text);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** 32 bytes, RFC 8032. */
  public byte[] publicKey() {
    return publicKey.clone();
  }
}
