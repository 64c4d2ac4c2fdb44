/** The service's main class: what happens before Quarkus runs and after it has ended. */
@NullMarked
@CheckReturnValue
package io.strongroom;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
