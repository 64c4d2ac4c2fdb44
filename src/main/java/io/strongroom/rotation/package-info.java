/**
 * Rotation of keys while the service runs: of a tenant's data key and of the key-encryption key.
 */
@NullMarked
@CheckReturnValue
package io.strongroom.rotation;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
