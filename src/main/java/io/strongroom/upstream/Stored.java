package io.strongroom.upstream;

/**
 * What a PUT came to.
 *
 * @param created whether there was none before
 */
public record Stored<T>(T resource, boolean created) {}
