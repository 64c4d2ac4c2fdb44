package io.strongroom.audit;

import io.strongroom.seal.ServiceSigner;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a tenant's chain ended at a moment, signed: whoever keeps it can prove later that what was
 * recorded before has not been changed.
 *
 * @param sealedMicros microseconds since 1970, UTC
 * @param signature Ed25519 over {@link #signedText}
 */
record Head(String tenant, Link link, long sealedMicros, byte[] signature) {
  private static final int PARTS_OF_A_LINE = 4;

  static Head signed(ServiceSigner signer, String tenant, Link link, long sealedMicros) {
    return new Head(
        tenant, link, sealedMicros, signer.sign(signedText(tenant, link, sealedMicros)));
  }

  boolean isSignedBy(ServiceSigner signer) {
    return signer.verifies(signature, signedText(tenant, link, sealedMicros));
  }

  /** Four lines, and none of their texts has a line break. */
  private static byte[] signedText(String tenant, Link link, long sealedMicros) {
    return bytes("strongroom audit head v1\n" + tenant + "\n" + link + "\n" + sealedMicros);
  }

  /** What says that a chain begins after this link, because older rows were removed. */
  static byte[] signedAnchor(ServiceSigner signer, String tenant, Link anchor) {
    return signer.sign(anchorText(tenant, anchor));
  }

  static boolean isAnchor(ServiceSigner signer, String tenant, Link anchor, byte[] signature) {
    return signer.verifies(signature, anchorText(tenant, anchor));
  }

  private static byte[] anchorText(String tenant, Link anchor) {
    return bytes("strongroom audit anchor v1\n" + tenant + "\n" + anchor);
  }

  /** One line of the file of heads, without its end. */
  String line() {
    return tenant + " " + link + " " + sealedMicros + " " + HexFormat.of().formatHex(signature);
  }

  /**
   * Reads a line; empty for one that was torn or is none. Whether it is signed is not looked at.
   */
  static Optional<Head> ofLine(@Nullable String line) {
    String[] parts = line == null ? new String[0] : line.split(" ", -1);
    if (parts.length != PARTS_OF_A_LINE) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Head(
              parts[0],
              Link.parse("line", parts[1]),
              Long.parseLong(parts[2]),
              HexFormat.of().parseHex(parts[3])));
    } catch (IllegalArgumentException torn) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
