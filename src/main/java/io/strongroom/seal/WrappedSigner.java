package io.strongroom.seal;

/**
 * The keyset of the service's signatures, wrapped by a key-encryption key.
 *
 * @param kekVersion which key-encryption key has wrapped it
 */
public record WrappedSigner(byte[] keyset, int kekVersion) {}
