package io.strongroom.seal;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;

/**
 * A keyed hash of a token value, by which a row is found without holding the value in the clear.
 *
 * @param hex 64 lower-case hex digits of HMAC-SHA-256 under the tenant's look-up key
 */
public record LookupHash(String hex) {

  public static LookupHash of(byte[] hash) {
    return new LookupHash(HexFormat.of().formatHex(hash));
  }

  /** The 32 bytes as a statement takes them. */
  public Buffer bytes() {
    return Buffer.buffer(HexFormat.of().parseHex(hex));
  }
}
