/** The packaged service killed, stalled and cut off in the middle of exchanges. */
@NullMarked
package io.strongroom.crash;

import org.jspecify.annotations.NullMarked;
