/**
 * Accounts, slots and claims: how a master token becomes client tokens, once, and is never lost.
 */
@NullMarked
@CheckReturnValue
package io.strongroom.vault;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
