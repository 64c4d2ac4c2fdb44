/**
 * Memory that is never stale. What is read from memory is good as of the moment it is asked for:
 * after a change has been answered, no instance answers from what it replaced.
 */
@NullMarked
@CheckReturnValue
package io.strongroom.coherence;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
