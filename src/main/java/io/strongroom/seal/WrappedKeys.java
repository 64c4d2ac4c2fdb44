package io.strongroom.seal;

/**
 * A tenant's two keysets, wrapped by the key-encryption key.
 *
 * @param data seals secrets; rotates
 * @param lookup hashes token values; lives as long as the tenant
 */
public record WrappedKeys(byte[] data, byte[] lookup) {}
