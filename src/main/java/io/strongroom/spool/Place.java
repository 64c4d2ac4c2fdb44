package io.strongroom.spool;

/**
 * A reserved place on the disk; only the spool that gave it knows what it stands for.
 *
 * @param number names the file; never given anew while anything of that name is there
 */
public record Place(long number) {}
