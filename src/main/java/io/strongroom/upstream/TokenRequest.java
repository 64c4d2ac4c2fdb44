package io.strongroom.upstream;

import io.strongroom.token.PaymentContext;
import io.strongroom.token.SecretText;
import org.jspecify.annotations.Nullable;

/**
 * One exchange that is asked for.
 *
 * @param repair whether this is the one more try after a lost call: it passes the breaker, a wait
 *     that the upstream asked for, and the budget, but not the bulkhead
 * @param beginBy by the monotonic clock, in nanoseconds: no call begins later
 * @param payment the authorization of a payment that the user has given; null where there is none
 */
public record TokenRequest(
    Route route,
    SecretText masterToken,
    boolean repair,
    long beginBy,
    @Nullable PaymentContext payment) {}
