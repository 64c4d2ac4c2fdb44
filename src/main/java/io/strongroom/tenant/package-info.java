/** Who calls: tenants, API keys, their scopes, and the check that comes before every call. */
@NullMarked
@CheckReturnValue
package io.strongroom.tenant;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
