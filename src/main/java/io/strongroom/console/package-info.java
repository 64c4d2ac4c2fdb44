/** The page for people: it renders empty pages, whose scripts make the calls of administrators. */
@NullMarked
@CheckReturnValue
package io.strongroom.console;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
