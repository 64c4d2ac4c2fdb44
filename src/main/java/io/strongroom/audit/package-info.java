/**
 * The record of what was done: rows that acts write in their own transactions, chained and signed
 * off the hot path, verified on demand; and counts of what is too frequent for rows.
 */
@NullMarked
@CheckReturnValue
package io.strongroom.audit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
