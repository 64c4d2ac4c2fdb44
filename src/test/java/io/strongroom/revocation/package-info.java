/** Revocations, here and upstream. */
@NullMarked
package io.strongroom.revocation;

import org.jspecify.annotations.NullMarked;
