package io.strongroom.upstream;

import io.strongroom.token.SecretText;

/**
 * One exchange that is asked for.
 *
 * @param repair whether this is the one more try after a lost call: it passes the breaker, a wait
 *     that the upstream asked for, and the budget, but not the bulkhead
 * @param beginBy by the monotonic clock, in nanoseconds: no call begins later
 */
public record TokenRequest(Route route, SecretText masterToken, boolean repair, long beginBy) {}
