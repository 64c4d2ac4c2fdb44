package io.strongroom.audit;

/**
 * Where a chain is not what it was.
 *
 * @param seq the first place of which that can be said
 */
public record Finding(long seq, Break kind) {}
