package io.strongroom.coherence;

import java.util.function.LongUnaryOperator;

/**
 * One change of a slot.
 *
 * @param next the version that follows the present one; the same where there is nothing to change
 * @param isSilent whether nothing that it replaces is remembered anywhere, so that nobody is told
 */
public record SlotChange(int slot, LongUnaryOperator next, boolean isSilent) {}
