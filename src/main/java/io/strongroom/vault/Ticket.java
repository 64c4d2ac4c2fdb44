package io.strongroom.vault;

import io.strongroom.seal.TenantKeys;
import io.strongroom.token.PaymentContext;
import io.strongroom.token.SecretText;
import io.strongroom.upstream.Route;
import io.strongroom.upstream.TokenRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A claim that was taken, with all that its one call needs.
 *
 * @param lease how long the claim lasts unless it is extended
 * @param beginBy by this process's monotonic clock, in nanoseconds: the call begins no later
 * @param repairBy by the same clock: until then a lost call may be tried again at once
 * @param keys the tenant's, at hand also when the database is away
 * @param payment the authorization that the call came with; null where it came with none
 */
record Ticket(
    Attempt attempt,
    SecretText masterToken,
    Route route,
    Duration lease,
    long beginBy,
    long repairBy,
    TenantKeys keys,
    @Nullable PaymentContext payment) {

  Cause cause() {
    return new Cause(attempt.cause(), payment, attempt.by());
  }

  TokenRequest request() {
    return new TokenRequest(route, masterToken, attempt.repair(), beginBy, payment);
  }
}
