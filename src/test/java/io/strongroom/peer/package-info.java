/** The vault against OAuth servers that were written elsewhere. */
@NullMarked
package io.strongroom.peer;

import org.jspecify.annotations.NullMarked;
