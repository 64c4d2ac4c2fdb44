/** Sealing of secrets: key-encryption key, tenants' keysets, associated data and look-up hashes. */
@NullMarked
@CheckReturnValue
package io.strongroom.seal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
