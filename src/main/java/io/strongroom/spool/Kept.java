package io.strongroom.spool;

import io.strongroom.token.AccountKey;
import java.time.Instant;

/**
 * What the disk holds of one outcome.
 *
 * @param sequence higher for each that is kept, over restarts too: the order within an account
 * @param at when it was kept, by this machine's clock: a mark for people
 * @param place where it is
 */
public record Kept(
    long sequence, AccountKey account, Instant at, SealedBytes sealed, Place place) {}
