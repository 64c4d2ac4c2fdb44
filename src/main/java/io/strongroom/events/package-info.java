/**
 * What tenants are told: acts of the audit as events, in its order, to be read by cursor or sent to
 * webhooks, signed, at least once.
 */
@NullMarked
@CheckReturnValue
package io.strongroom.events;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
