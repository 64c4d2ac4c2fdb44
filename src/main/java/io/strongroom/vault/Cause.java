package io.strongroom.vault;

import io.strongroom.audit.Actor;
import io.strongroom.token.KeyId;
import io.strongroom.token.PaymentContext;
import org.jspecify.annotations.Nullable;

/**
 * Whose call makes an exchange necessary.
 *
 * @param payment the payment authorization that it came with; null where it came with none
 * @param by who makes the call, or the service that goes on because of it
 */
record Cause(KeyId key, @Nullable PaymentContext payment, Actor by) {

  /** The service's own, because of what this key has asked before. */
  static Cause ofService(KeyId key) {
    return new Cause(key, null, Actor.serviceFor(key));
  }
}
