/** The faces that say what a token or an API key is and may do. */
@NullMarked
@CheckReturnValue
package io.strongroom.inspect;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
