/** Providers: environments, clients, grants, and the one guarded way out. */
@NullMarked
@CheckReturnValue
package io.strongroom.upstream;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
