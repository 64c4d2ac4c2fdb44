package io.strongroom.seal;

import java.nio.ByteBuffer;

/**
 * A sealed secret as it stands in the database.
 *
 * @param bytes Tink's form: one byte of version, four of key id, then nonce, ciphertext and tag
 */
public record Sealed(byte[] bytes) {
  private static final int KEY_ID_OFFSET = 1;

  /** Whether a key has sealed it; false for what was never sealed. */
  public boolean isSealedBy(int keyVersion) {
    return bytes.length >= KEY_ID_OFFSET + Integer.BYTES && keyVersion() == keyVersion;
  }

  /** Which key of the tenant's keyset sealed it: rotation counts rows by this. */
  public int keyVersion() {
    return ByteBuffer.wrap(bytes).getInt(KEY_ID_OFFSET);
  }
}
