/** What callers have seen of a service, and what they may never see. */
@NullMarked
package io.strongroom.history;

import org.jspecify.annotations.NullMarked;
