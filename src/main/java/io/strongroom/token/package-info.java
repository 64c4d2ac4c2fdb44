/**
 * The vocabulary: values that cannot be wrong, secrets that do not print, outcomes and faults.
 *
 * <p>Knows the JDK only.
 */
@NullMarked
package io.strongroom.token;

import org.jspecify.annotations.NullMarked;
