package io.strongroom.vault;

import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a slot's last exchange failed.
 *
 * @param claim the claim that ended so
 * @param until how long nobody asks again; null: it is only for those who waited for that claim
 * @param scope the revisions and the master version that it holds for
 */
record RememberedFailure(
    UUID claim, FaultCode code, String detail, Instant at, @Nullable Instant until, String scope) {

  boolean holds(Instant now, String present) {
    return until != null && now.isBefore(until) && scope.equals(present);
  }

  /** The master token was refused to this client: no payment changes that. */
  boolean isRefusal() {
    return code == FaultCode.ACCOUNT_NOT_AUTHORIZED;
  }

  Fault fault(Instant now) {
    Fault fault = Fault.of(code, detail);
    if (until == null) {
      return fault;
    }
    if (isRefusal()) {
      return fault
          .with("since", at.truncatedTo(ChronoUnit.SECONDS))
          .with("reason", Account.INVALID_GRANT);
    }
    return fault.retryAfter(Duration.between(now, until));
  }
}
