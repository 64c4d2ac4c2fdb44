/** The face that gives a usable client token. */
@NullMarked
@CheckReturnValue
package io.strongroom.issue;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
