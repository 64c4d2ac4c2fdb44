/** The face that forgets a client token which a backend saw refused. */
@NullMarked
@CheckReturnValue
package io.strongroom.drop;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
