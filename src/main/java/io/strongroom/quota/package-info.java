/** How much: calls of one resource by one subject in one clock-aligned hour. */
@NullMarked
@CheckReturnValue
package io.strongroom.quota;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
