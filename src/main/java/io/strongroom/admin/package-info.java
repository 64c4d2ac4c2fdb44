/** The face for administrators. */
@NullMarked
@CheckReturnValue
package io.strongroom.admin;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
