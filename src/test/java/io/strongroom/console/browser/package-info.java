/** The console in a real browser; compiled and run by the profile {@code console} alone. */
@NullMarked
package io.strongroom.console.browser;

import org.jspecify.annotations.NullMarked;
