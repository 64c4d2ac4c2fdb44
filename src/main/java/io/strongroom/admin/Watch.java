package io.strongroom.admin;

import io.smallrye.mutiny.Multi;

/**
 * Something that is there, as it goes on; {@link WatchWriter} writes it.
 *
 * @param seen what it is like now, at once, and later
 */
public record Watch<T>(Multi<T> seen) {}
