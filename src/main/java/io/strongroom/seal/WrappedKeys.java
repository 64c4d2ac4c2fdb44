package io.strongroom.seal;

/**
 * A tenant's two keysets, wrapped by a key-encryption key.
 *
 * @param data seals secrets; rotates
 * @param lookup hashes token values; lives as long as the tenant
 * @param kekVersion which key-encryption key has wrapped both
 */
public record WrappedKeys(byte[] data, byte[] lookup, int kekVersion) {}
