/**
 * The wire frame: strict JSON, problem details, and what is refused before any resource is asked.
 */
@NullMarked
@CheckReturnValue
package io.strongroom.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
