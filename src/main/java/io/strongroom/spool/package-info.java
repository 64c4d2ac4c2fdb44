/**
 * Outcomes that the database could not take: kept on this machine's disk until they are written.
 *
 * <p>Knows bytes that were sealed elsewhere and the account that they belong to, and nothing else.
 */
@NullMarked
@CheckReturnValue
package io.strongroom.spool;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
