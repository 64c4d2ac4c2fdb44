/** Imports: users brought in from a stream of lines, batch after batch, resumable. */
@NullMarked
@CheckReturnValue
package io.strongroom.imports;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
