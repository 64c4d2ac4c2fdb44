package io.strongroom.vault;

import io.strongroom.token.KeyId;
import io.strongroom.token.PaymentContext;
import org.jspecify.annotations.Nullable;

/**
 * Whose call makes an exchange necessary.
 *
 * @param payment the payment authorization that it came with; null where it came with none
 */
record Cause(KeyId key, @Nullable PaymentContext payment) {}
