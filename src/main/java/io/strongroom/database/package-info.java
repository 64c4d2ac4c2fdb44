/** The data directory, the PostgreSQL that lives in it, and what any PostgreSQL must keep to. */
@NullMarked
@CheckReturnValue
package io.strongroom.database;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
