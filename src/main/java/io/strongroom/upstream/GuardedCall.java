package io.strongroom.upstream;

import io.smallrye.mutiny.Uni;
import java.util.function.Function;

/**
 * One call that goes through a guard.
 *
 * @param client whose rest, if the upstream asked for one, it keeps
 * @param repair whether this is the one more try after a lost call: it passes the breaker, a rest
 *     that the upstream asked for, and the budget, but not the bulkhead
 * @param beginBy by the monotonic clock, in nanoseconds: it does not begin, nor is repeated, later
 * @param begin makes the call; is given what must be run once its connection has closed
 */
record GuardedCall(
    Revisions client, boolean repair, long beginBy, Function<Runnable, Uni<Outcome>> begin) {}
