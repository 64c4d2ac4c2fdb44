package io.strongroom.seal;

/**
 * A tenant's keysets with a new key.
 *
 * @param version of the new key, by which rows say that it has sealed them
 */
public record ChangedKeys(WrappedKeys wrapped, int version) {}
