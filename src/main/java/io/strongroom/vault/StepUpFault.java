package io.strongroom.vault;

import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.RandomId;
import io.strongroom.token.Slot;
import io.strongroom.upstream.Outcome;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * What callers are told where the upstream wants a payment authorized first. Nothing of it is
 * stored: whoever asks next, asks anew.
 */
final class StepUpFault {
  private static final Logger LOG = Logger.getLogger(StepUpFault.class);
  private static final RandomGenerator RANDOM = new SecureRandom();

  private StepUpFault() {}

  static Recorded of(Slot slot, Outcome.StepUp stepUp) {
    return new Recorded.Failed(
        switch (stepUp.code()) {
          case PAYMENT_AUTH_REQUIRED -> authorize(stepUp);
          case INTERNAL_ERROR -> unasked(slot);
          default ->
              Fault.of(
                  stepUp.code(),
                  "the upstream wants a payment authorized, and its context or address cannot be"
                      + " passed on");
        });
  }

  private static Fault authorize(Outcome.StepUp stepUp) {
    return Fault.of(
            FaultCode.PAYMENT_AUTH_REQUIRED,
            "The user has to authorize the payment; then ask again with paymentAuth")
        .with("paymentAuthContextId", Objects.requireNonNull(stepUp.contextId()))
        .with("paymentAuthUrl", Objects.requireNonNull(stepUp.url()));
  }

  /** The client's users are never asked for money, so this is nothing that a caller can act on. */
  private static Fault unasked(Slot slot) {
    String id = RandomId.next(RANDOM);
    LOG.errorf(
        "internal error %s: the upstream of %s wants a payment authorized for client %s, which has"
            + " no moneyScope",
        id, slot.environment(), slot.client());
    return Fault.of(FaultCode.INTERNAL_ERROR, "The log has more under this id: " + id)
        .with("id", id);
  }
}
