/** Work that nobody has asked for just now. */
@NullMarked
@CheckReturnValue
package io.strongroom.work;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
