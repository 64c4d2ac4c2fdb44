/**
 * The provider simulator: an OAuth server with rotation, reuse detection and faults on demand. It
 * keeps everything in memory, knows no real user, and is for tests only.
 */
@NullMarked
@CheckReturnValue
package io.strongroom.sandbox;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
