/** The queue of tokens that have ended here and that their upstreams are asked to end, too. */
@NullMarked
@CheckReturnValue
package io.strongroom.revocation;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
